import { SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { showsSetting } from "@/assignments/limits";
import { useLimits } from "@/assignments/useWork";
import { useEditor } from "@/graph/store";
import type { Param } from "@/graph/types";
import { IN_TRAINING, MarkScope } from "@/inspector/markScope";
import { ParamField } from "@/inspector/ParamField";
import { useDataset } from "@/palette/useDataset";
import { WatchSwitch } from "@/runs/eyes/WatchSwitch";
import { WhereFields } from "@/workers/WhereFields";
import { BindingFields } from "./BindingFields";
import { CallbackFields } from "./CallbackFields";
import classes from "./Dock.module.css";
import { OptimizerFields } from "./OptimizerFields";
import { SpeedFields } from "./SpeedFields";
import { SweepFields } from "./SweepFields";
import { setting, useTraining } from "./useTraining";

const FIT: readonly Param[] = [
  setting({
    name: "epochs",
    kind: "int",
    minimum: 1,
    maximum: 1_000_000,
    help: "How often training goes through all the samples.",
  }),
  setting({
    name: "batch_size",
    kind: "int",
    minimum: 1,
    maximum: 1_000_000,
    help: "How many samples are looked at before the weights move.",
  }),
  setting({
    name: "validation_split",
    kind: "float",
    minimum: 0,
    maximum: 0.99,
    help: "The share of the training samples that is kept aside to see how well the network does on what it was not trained on.",
  }),
  setting({
    name: "seed",
    kind: "int",
    minimum: 0,
    maximum: 2 ** 31 - 1,
    help: "The same seed gives the same start and the same order of samples.",
  }),
];

function FitFields() {
  const [training, change] = useTraining();
  const problems = useEditor((state) => state.problems.get(""));
  const isReading = useEditor((state) => state.author !== null);
  const { shown } = useLimits();
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        Training
      </Title>
      <SimpleGrid cols={2} spacing={10} verticalSpacing={8}>
        {FIT.filter(({ name }) => showsSetting(shown, name)).map((param) => (
          <div key={param.name} data-param={param.name}>
            <ParamField
              param={param}
              value={training[param.name as "epochs" | "batch_size" | "validation_split" | "seed"]}
              onChange={(value) => change({ [param.name]: value })}
              problem={problems?.find((problem) => problem.param === param.name)?.message ?? null}
            />
          </div>
        ))}
      </SimpleGrid>
      {!isReading && <WatchSwitch />}
    </Stack>
  );
}

/** How the network is trained: the arguments of compile and fit. */
export function TrainingTab() {
  const dataset = useDataset();
  const isReading = useEditor((state) => state.author !== null);
  const hasOutputs = useEditor((state) => state.document.training.outputs.length > 0);
  const { shown } = useLimits();
  const has = (name: string) => showsSetting(shown, name);
  return (
    <MarkScope value={IN_TRAINING}>
      <div className={classes.training} data-guide-settings>
        <Stack gap={18}>
          <FitFields />
          {has("callbacks") && <CallbackFields dataset={dataset} />}
          {has("jit_compile") && <SpeedFields />}
          {!isReading && has("jit_compile") && <WhereFields />}
        </Stack>
        <Stack gap={18}>
          {has("optimizer") && <OptimizerFields dataset={dataset} />}
          {has("sweep") && <SweepFields dataset={dataset} />}
        </Stack>
        {(dataset || hasOutputs) && (has("outputs") || has("inputs")) && <BindingFields dataset={dataset} />}
        {!dataset && !isReading && has("dataset") && (
          <Text size="sm" c="dimmed">
            {hasOutputs
              ? "Choose a data set above the layers: it brings what the network learns from. The loss and the metrics stay where they fit it."
              : "Choose a data set above the layers: it brings what the network learns from, a loss and metrics."}
          </Text>
        )}
      </div>
    </MarkScope>
  );
}
