import { Fieldset, MultiSelect, Select, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { showsSetting } from "@/assignments/limits";
import { useLimits } from "@/assignments/useWork";
import { setTraining, withKey } from "@/graph/edit";
import { isKerasObject } from "@/graph/kerasObject";
import { useEditor } from "@/graph/store";
import type { Dataset, KerasObject, OutputBinding, Param } from "@/graph/types";
import { NestedForm } from "@/inspector/field";
import { Markable } from "@/inspector/Markable";
import { BeforeMark } from "@/inspector/markScope";
import { ObjectField } from "@/inspector/ObjectField";
import { configOf } from "@/inspector/objects";
import { ParamField } from "@/inspector/ParamField";
import { ParamForm } from "@/inspector/ParamForm";
import { Within } from "@/inspector/Within";
import { inputBindings, outputBindings, writtenOutputs } from "./bindings";
import { ClassWeightFields } from "./ClassWeightFields";
import { setting, useTraining } from "./useTraining";

const NONE: readonly string[] = [];
const NO_PARAMS: readonly Param[] = [];
const WEIGHT = setting({
  name: "weight",
  kind: "float",
  minimum: 0,
  required: false,
  default: 1,
  help: "How much this loss counts beside those of the other outputs.",
});
const LOSS = setting({ name: "loss", kind: "json", help: "What training makes as small as it can." });

function fieldChoices(dataset: Dataset | undefined) {
  return (dataset?.fields ?? []).map((field) => ({ value: field.name, label: field.title }));
}

function asObject(value: unknown): KerasObject | null {
  if (typeof value === "string") return { class_name: value, config: {} };
  return isKerasObject(value) ? { class_name: value.class_name, config: configOf(value) } : null;
}

/** The arguments of a metric that has some. */
function MetricFields({ metric, onChange }: { metric: KerasObject; onChange: (next: KerasObject) => void }) {
  const params = useEditor((state) => state.catalog.metrics[metric.class_name]?.params ?? NO_PARAMS);
  if (params.length === 0) return null;
  return (
    <div>
      <Text size="xs" fw={600}>
        {metric.class_name}
      </Text>
      <ParamForm
        params={params}
        config={metric.config}
        onChange={(name, value) => onChange({ ...metric, config: withKey(metric.config, name, value) })}
      />
    </div>
  );
}

function OutputFields({
  binding,
  dataset,
  isOneOfSeveral,
  onChange,
}: {
  binding: OutputBinding;
  dataset: Dataset | undefined;
  isOneOfSeveral: boolean;
  onChange: (next: OutputBinding) => void;
}) {
  const losses = useEditor((state) => state.catalog.losses);
  const metrics = useEditor((state) => state.catalog.metrics);
  const choices = useMemo(
    () => Object.keys(losses).map((text) => ({ text, value: { class_name: text, config: {} } })),
    [losses],
  );
  const known = new Map(binding.metrics.map((metric) => [metric.class_name, metric]));
  const setMetric = (next: KerasObject) =>
    onChange({
      ...binding,
      metrics: binding.metrics.map((each) => (each.class_name === next.class_name ? next : each)),
    });
  return (
    <Fieldset legend={binding.node ?? "Output"} p="xs">
      <Stack gap={8}>
        <Select
          size="xs"
          label="Compared with"
          data={fieldChoices(dataset)}
          value={binding.field || null}
          placeholder={dataset ? "Choose a field" : "Choose a data set first"}
          disabled={!dataset}
          allowDeselect={false}
          onChange={(field) => field && onChange({ ...binding, field })}
        />
        <Markable param={LOSS} value={binding.loss} options={choices}>
          <ObjectField
            param={LOSS}
            value={binding.loss}
            onChange={(value) => {
              const loss = asObject(value);
              if (loss) onChange({ ...binding, loss });
            }}
            problem={null}
            specs={losses}
            isShort={false}
          />
        </Markable>
        <MultiSelect
          size="xs"
          label="metrics"
          data={[...new Set([...Object.keys(metrics), ...known.keys()])]}
          value={[...known.keys()]}
          onChange={(names) =>
            onChange({ ...binding, metrics: names.map((name) => known.get(name) ?? { class_name: name, config: {} }) })
          }
          searchable
        />
        {binding.metrics.map((metric, at) => (
          <Within key={metric.class_name} steps={`metrics.${at}.config`}>
            <MetricFields metric={metric} onChange={setMetric} />
          </Within>
        ))}
        {(isOneOfSeveral || binding.weight != null) && (
          <ParamField
            param={WEIGHT}
            value={binding.weight ?? undefined}
            onChange={(weight) => onChange({ ...binding, weight: typeof weight === "number" ? weight : null })}
            problem={null}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

function InputFields({ dataset }: { dataset: Dataset }) {
  const [training, change] = useTraining();
  const nodes = useEditor((state) => state.analysis?.inputs ?? NONE);
  const bindings = inputBindings(training, nodes, dataset);
  return bindings.map((binding, place) => (
    <Select
      key={binding.node}
      size="xs"
      label={`${binding.node} is fed`}
      data={fieldChoices(dataset)}
      value={binding.field}
      allowDeselect={false}
      onChange={(field) => field && change({ inputs: bindings.with(place, { ...binding, field }) })}
    />
  ));
}

/** What goes into each Input, and what each output is compared with, by which loss and metrics; without a data set, what an import brought. */
export function BindingFields({ dataset }: { dataset: Dataset | undefined }) {
  const [training, change] = useTraining();
  const nodes = useEditor((state) => state.analysis?.outputs ?? NONE);
  const bindings = dataset ? outputBindings(training, nodes, dataset) : training.outputs;
  const { shown } = useLimits();
  const hasOutputs = showsSetting(shown, "outputs");
  const outputs = writtenOutputs(training.outputs, bindings);
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        Inputs and outputs
      </Title>
      {dataset && showsSetting(shown, "inputs") && <InputFields dataset={dataset} />}
      <NestedForm value={ParamForm}>
        <BeforeMark value={(document) => setTraining(document, { outputs: [...outputs] })}>
          {(hasOutputs ? bindings : []).map((binding, place) => (
            <Within key={binding.node ?? place} steps={`outputs.${outputs.indexOf(binding)}`}>
              <OutputFields
                binding={binding}
                dataset={dataset}
                isOneOfSeveral={bindings.length > 1}
                onChange={(next) => change({ outputs: bindings.with(place, next) })}
              />
            </Within>
          ))}
        </BeforeMark>
      </NestedForm>
      {hasOutputs && <ClassWeightFields outputs={bindings} dataset={dataset} />}
    </Stack>
  );
}
