import { Button, Stack, Text, Title } from "@mantine/core";
import { plural } from "@/graph/format";
import { useEditor } from "@/graph/store";
import { OriginNote } from "@/sharing/OriginNote";
import { DtypePolicySelect } from "./DtypePolicySelect";
import classes from "./Inspector.module.css";

function Weights() {
  const weights = useEditor((state) => state.document.weights);
  if (!weights) return null;
  return (
    <div>
      <Text size="sm">Starts from the weights of {weights.title || "a file"}.</Text>
      <Button
        size="compact-xs"
        mt={6}
        onClick={() =>
          useEditor.getState().edit("Start from fresh weights", (document) => ({ ...document, weights: null }))
        }
      >
        Start from fresh weights
      </Button>
    </div>
  );
}

/** The network itself, while nothing in it is selected. */
export function NetworkInspector() {
  const name = useEditor((state) => state.document.name);
  const count = useEditor((state) => state.document.nodes.length);
  return (
    <Stack gap="sm" className={classes.body}>
      <div>
        <Title order={2} size="h6">
          {name}
        </Title>
        <Text size="sm" c="dimmed">
          {plural(count, "layer")}. Select one to see and change its settings, or a wire to see what flows through it.
        </Text>
      </div>
      <OriginNote />
      <DtypePolicySelect />
      <Weights />
    </Stack>
  );
}
