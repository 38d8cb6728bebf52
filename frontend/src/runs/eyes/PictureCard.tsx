import { ActionIcon, Group, Paper, Text, Title, Tooltip, useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconTable } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { NumbersTable } from "./NumbersTable";
import type { Numbers } from "./numbers";
import { svgText } from "./pictures";
import { lower, SaveMenu } from "./SaveMenu";

interface PictureCardProps {
  title: string;
  /** Said under the title: what is to be seen, and how it is read. */
  hint?: ReactNode;
  /** The file's name, without its ending. */
  file: string;
  /** Asked for when it is needed: a table, a CSV. */
  numbers: () => Numbers;
  /** Draws an <svg> as wide as there is room, in pixels. */
  children: (width: number) => ReactNode;
}

/** A picture with its title, its numbers as a table, and the one menu by which all of it is taken away. */
export function PictureCard({ title, hint, file, numbers, children }: PictureCardProps) {
  const scheme = useComputedColorScheme("light");
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [isTable, setIsTable] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const text = () => {
    const picture = frame.current?.querySelector("svg");
    return picture ? svgText(picture, title, scheme) : "";
  };
  return (
    <Paper withBorder p="sm" component="section" aria-label={title} data-picture miw={0}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb={4}>
        <Title order={2} size="h5">
          {title}
        </Title>
        <Group gap={2} wrap="nowrap">
          <Tooltip label={isTable ? "Show the picture" : "Show the numbers"}>
            <ActionIcon
              aria-label={`${isTable ? "Show the picture" : "Show the numbers"} of ${lower(title)}`}
              aria-pressed={isTable}
              onClick={() => setIsTable(!isTable)}
            >
              <IconTable size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          <SaveMenu title={title} file={file} numbers={numbers} picture={isTable ? null : text} />
        </Group>
      </Group>
      {hint && (
        <Text size="xs" c="dimmed" mb={6}>
          {hint}
        </Text>
      )}
      <div ref={ref}>
        <div ref={frame} hidden={isTable}>
          {width > 0 && !isTable && children(Math.floor(width))}
        </div>
        {isTable && <NumbersTable title={title} numbers={numbers()} />}
      </div>
    </Paper>
  );
}
