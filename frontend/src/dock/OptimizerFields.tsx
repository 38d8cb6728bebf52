import { Select, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { lazy, Suspense, useMemo } from "react";
import { withKey } from "@/graph/edit";
import { useEditor } from "@/graph/store";
import type { Dataset, Training } from "@/graph/types";
import { Markable } from "@/inspector/Markable";
import { ParamForm } from "@/inspector/ParamForm";
import { ParamLabel } from "@/inspector/ParamLabel";
import { Within } from "@/inspector/Within";
import { stepsAnEpoch, suited } from "./steps";
import { problemsUnder } from "./trainingProblems";
import { setting, useTraining } from "./useTraining";

const RateCurve = lazy(() => import("./RateCurve").then((module) => ({ default: module.RateCurve })));
const RATE = "learning_rate";
const TYPING_MS = 250;
const OPTIMIZER = setting({ name: "optimizer", kind: "json", help: "What moves the weights after each batch." });

function Curve({ training, steps }: { training: Training; steps: number | null }) {
  const [settled] = useDebouncedValue(training, TYPING_MS);
  if (typeof training.optimizer.config[RATE] !== "object") return null;
  if (steps === null) {
    return (
      <Text size="xs" c="dimmed">
        Choose a data set to see how the learning rate goes.
      </Text>
    );
  }
  return (
    <Suspense>
      <RateCurve optimizer={settled.optimizer} epochs={settled.epochs} steps={steps} />
    </Suspense>
  );
}

/** The optimizer and its arguments. */
export function OptimizerFields({ dataset }: { dataset: Dataset | undefined }) {
  const [training, change] = useTraining();
  const { optimizer, epochs } = training;
  const optimizers = useEditor((state) => state.catalog.optimizers);
  const found = useEditor((state) => state.problems.get(""));
  const spec = optimizers[optimizer.class_name];
  const names = Object.keys(optimizers);
  const choices = useMemo(
    () => Object.keys(optimizers).map((text) => ({ text, value: { class_name: text, config: {} } })),
    [optimizers],
  );
  const steps = stepsAnEpoch(training, dataset);
  const set = (name: string, value: unknown) => {
    const next = name === RATE ? suited(optimizer.config[RATE], value, steps, epochs) : value;
    change({ optimizer: { ...optimizer, config: withKey(optimizer.config, name, next) } });
  };
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        Optimizer
      </Title>
      <div data-param="optimizer">
        <Markable param={OPTIMIZER} value={optimizer} options={choices}>
          <Select
            size="xs"
            label={<ParamLabel param={OPTIMIZER} isSet={false} />}
            aria-label="Optimizer"
            data={spec ? names : [...names, optimizer.class_name]}
            value={optimizer.class_name}
            allowDeselect={false}
            searchable
            onChange={(name) => name && change({ optimizer: { class_name: name, config: {} } })}
          />
        </Markable>
      </div>
      <Curve training={training} steps={steps} />
      {spec && (
        <Within steps="optimizer.config">
          <ParamForm
            params={spec.params ?? []}
            config={optimizer.config}
            onChange={set}
            problems={problemsUnder(found, "training.optimizer")}
          />
        </Within>
      )}
    </Stack>
  );
}
