import { Select, Stack, Switch, Title } from "@mantine/core";
import { useEditor } from "@/graph/store";
import type { Dataset, EarlyStopping, Param } from "@/graph/types";
import { ParamField } from "@/inspector/ParamField";
import { outputBindings } from "./bindings";
import { setting, useTraining } from "./useTraining";

const START: EarlyStopping = { monitor: "val_loss", patience: 3, min_delta: 0, restore_best_weights: true };

const FIELDS: readonly Param[] = [
  setting({
    name: "patience",
    kind: "int",
    minimum: 0,
    maximum: 100_000,
    help: "How many epochs without an improvement to wait for.",
  }),
  setting({ name: "min_delta", kind: "float", minimum: 0, help: "The smallest change that counts as an improvement." }),
  setting({
    name: "restore_best_weights",
    kind: "bool",
    help: "Whether to go back to the weights of the best epoch at the end.",
  }),
];

function snake(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}

/** What can be watched: the loss and every metric, on validation data first. */
function monitors(
  dataset: Dataset | undefined,
  outputs: readonly string[],
  training: ReturnType<typeof useTraining>[0],
): string[] {
  const bindings = dataset ? outputBindings(training, outputs, dataset) : training.outputs;
  const metrics = bindings.flatMap(({ node, metrics: own }) =>
    own.map((metric) => (bindings.length > 1 && node ? `${node}_` : "") + snake(metric.class_name)),
  );
  const names = [...new Set(["loss", ...metrics])];
  return [...names.map((name) => `val_${name}`), ...names];
}

const NONE: readonly string[] = [];

/** Ending training by itself once it no longer gets better. */
export function EarlyStoppingFields({ dataset }: { dataset: Dataset | undefined }) {
  const [training, change] = useTraining();
  const outputs = useEditor((state) => state.analysis?.outputs ?? NONE);
  const stopping = training.early_stopping;
  const names = monitors(dataset, outputs, training);
  const set = (changes: Partial<EarlyStopping>) => change({ early_stopping: { ...START, ...stopping, ...changes } });
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        Early stopping
      </Title>
      <Switch
        size="xs"
        label="Stop when it no longer gets better"
        checked={stopping !== null}
        onChange={(event) => change({ early_stopping: event.currentTarget.checked ? START : null })}
      />
      {stopping && (
        <>
          <Select
            size="xs"
            label="monitor"
            data={names.includes(stopping.monitor) ? names : [...names, stopping.monitor]}
            value={stopping.monitor}
            allowDeselect={false}
            onChange={(monitor) => monitor && set({ monitor })}
          />
          {FIELDS.map((param) => (
            <ParamField
              key={param.name}
              param={param}
              value={stopping[param.name as keyof EarlyStopping]}
              onChange={(value) => set({ [param.name]: value })}
              problem={null}
            />
          ))}
        </>
      )}
    </Stack>
  );
}
