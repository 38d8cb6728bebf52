import { Menu } from "@mantine/core";
import { indexOf } from "@/graph/document";
import { placeName } from "@/graph/ports";
import { useEditor } from "@/graph/store";
import { closePortMenu, usePortMenu } from "./askedPort";
import { drawWire } from "./connecting";
import { PointMenu } from "./PointMenu";
import { focusNode } from "./view";

/** Asks which port of a layer a wire is meant for. */
export function PortMenu() {
  const asked = usePortMenu((state) => state.asked);
  const spec = useEditor(
    (state) => state.catalog.layers[indexOf(state.scene).nodes.get(asked?.node ?? "")?.layer ?? ""],
  );
  if (!asked) return null;
  const close = () => {
    closePortMenu();
    focusNode(asked.node);
  };
  const isOptional = (port: string) => spec?.inputs.some((one) => one.name === port && !one.required);
  return (
    <PointMenu x={asked.x} y={asked.y} label={`Port of ${asked.node}`} onClose={close}>
      <Menu.Label>Which input of {asked.node}?</Menu.Label>
      {asked.choices.map(({ port, edge }) => (
        <Menu.Item
          key={port}
          ff="monospace"
          rightSection={isOptional(port) ? "optional" : undefined}
          onClick={() => drawWire(edge)}
        >
          {placeName(spec, port, edge.to[2])}
        </Menu.Item>
      ))}
    </PointMenu>
  );
}
