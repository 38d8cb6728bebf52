import { Switch, Tooltip } from "@mantine/core";
import { useCodeOptions } from "./codeOptions";

/** Whether the code tells the shape of what each layer gives. */
export function ShapesSwitch() {
  const { shapes, setShapes } = useCodeOptions();
  return (
    <Tooltip label="A comment beside each layer with the shape of what it gives">
      <Switch size="xs" label="Shapes" checked={shapes} onChange={(event) => setShapes(event.currentTarget.checked)} />
    </Tooltip>
  );
}
