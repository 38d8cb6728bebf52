import { Switch } from "@mantine/core";
import { useWatching } from "./watching";

/** Whether the next runs are watched. */
export function WatchSwitch() {
  const [isOn, setOn] = useWatching();
  return (
    <Switch
      label="Watch what is learned"
      description="Pictures of weights, layers and mistakes, for at most 3 % of the training time."
      checked={isOn}
      onChange={(event) => setOn(event.currentTarget.checked)}
    />
  );
}
