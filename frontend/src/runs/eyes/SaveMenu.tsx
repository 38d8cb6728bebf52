import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload, IconFileTypeCsv, IconFileTypeSvg, IconPhoto } from "@tabler/icons-react";
import { saveText } from "../downloads";
import { csvOf, type Numbers } from "./numbers";
import { savePng, saveSvg } from "./pictures";

interface SaveMenuProps {
  title: string;
  /** The file's name, without its ending. */
  file: string;
  numbers: () => Numbers;
  /** The picture as a file, where there is one to be seen. */
  picture?: (() => string) | null;
  /** Saves a plot, which is drawn in pixels and is no SVG. */
  savePlot?: (file: string) => void;
}

/** Takes a picture away, and its numbers. */
export function SaveMenu({ title, file, numbers, picture, savePlot }: SaveMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Save ${lower(title)}`}>
          <IconDownload size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {savePlot && (
          <Menu.Item leftSection={<IconPhoto size={16} />} onClick={() => savePlot(file)}>
            Picture (PNG)
          </Menu.Item>
        )}
        {picture && (
          <>
            <Menu.Item leftSection={<IconPhoto size={16} />} onClick={() => savePng(picture(), file)}>
              Picture (PNG)
            </Menu.Item>
            <Menu.Item leftSection={<IconFileTypeSvg size={16} />} onClick={() => saveSvg(picture(), file)}>
              Picture (SVG)
            </Menu.Item>
          </>
        )}
        <Menu.Item
          leftSection={<IconFileTypeCsv size={16} />}
          onClick={() => saveText(csvOf(numbers()), `${file}.csv`, "text/csv")}
        >
          Numbers (CSV)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
