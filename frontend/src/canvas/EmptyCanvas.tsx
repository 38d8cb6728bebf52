import { Kbd, Stack, Text, Title } from "@mantine/core";
import classes from "./Canvas.module.css";

/** What an empty drawing says. */
export function EmptyCanvas() {
  return (
    <div className={classes.empty}>
      <Stack gap={6} align="center" maw={380} ta="center">
        <Title order={2} size="h4">
          Start with an Input
        </Title>
        <Text size="sm" c="dimmed">
          Drag layers from the left, or press <Kbd>/</Kbd>, type a name and press <Kbd>Enter</Kbd>. Or choose a data
          set: it brings the right Input and last layer.
        </Text>
      </Stack>
    </div>
  );
}
