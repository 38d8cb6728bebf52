import { Button, Menu } from "@mantine/core";
import {
  IconBrandPython,
  IconChevronDown,
  IconFileCode,
  IconFileZip,
  IconJson,
  IconNotebook,
} from "@tabler/icons-react";
import { tell } from "@/app/tell";
import { useEditor } from "@/graph/store";
import { useCodeOptions } from "@/verify/codeOptions";
import { type Download, download } from "./network";

const EXTENSIONS = { script: ".py", notebook: ".ipynb", bundle: ".zip", module: ".py" } as const;

/** A file name from the network's name. */
export function fileStem(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "") || "network"
  );
}

/** Saves the network as a file of a kind; says so when it cannot be. */
export async function exportAs(what: Download): Promise<void> {
  const { document } = useEditor.getState();
  try {
    await download(document, what, fileStem(document.name) + EXTENSIONS[what], useCodeOptions.getState().shapes);
  } catch (error) {
    tell("No file could be made")(error);
  }
}

function exportDocument(): void {
  const { document: network } = useEditor.getState();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(network, null, 2)], { type: "application/json" }));
  link.download = `${fileStem(network.name)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function ExportMenu() {
  return (
    <Menu position="bottom-end" width={270}>
      <Menu.Target>
        <Button size="xs" rightSection={<IconChevronDown size={14} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconBrandPython size={16} />} onClick={() => void exportAs("script")}>
          Python script (.py)
        </Menu.Item>
        <Menu.Item leftSection={<IconFileCode size={16} />} onClick={() => void exportAs("module")}>
          Model alone, to import (.py)
        </Menu.Item>
        <Menu.Item leftSection={<IconNotebook size={16} />} onClick={() => void exportAs("notebook")}>
          Notebook (.ipynb)
        </Menu.Item>
        <Menu.Item leftSection={<IconFileZip size={16} />} onClick={() => void exportAs("bundle")}>
          Script with its data (.zip)
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconJson size={16} />} onClick={exportDocument}>
          Drawing (.json)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
