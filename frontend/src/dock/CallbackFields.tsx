import { ActionIcon, Button, Fieldset, Group, Menu, Stack, Text, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { withKey } from "@/graph/edit";
import { useEditor } from "@/graph/store";
import type { Dataset, KerasObject, Param } from "@/graph/types";
import { ParamForm } from "@/inspector/ParamForm";
import { Within } from "@/inspector/Within";
import { outputBindings } from "./bindings";
import classes from "./Dock.module.css";
import { monitors, startOf } from "./monitors";
import { problemsUnder } from "./trainingProblems";
import { useTraining } from "./useTraining";

const NONE: readonly string[] = [];

/** What each does, in a few words; a callback without any stands under its own name. */
const WORDS: Readonly<Record<string, string>> = {
  EarlyStopping: "Stop when it no longer gets better",
  ReduceLROnPlateau: "Lower the learning rate when it no longer gets better",
  ModelCheckpoint: "Keep the best model",
  TerminateOnNaN: "End when the loss is no number",
};

const MORE: Readonly<Record<string, string>> = {
  ModelCheckpoint: "The model of the best epoch is kept beside the last one, in the run's files.",
  TerminateOnNaN: "The run then ends with what it has. Without this, such a run fails.",
};

function watching(params: readonly Param[], names: readonly string[]): Param[] {
  return params.map((param) => (param.name === "monitor" ? { ...param, kind: "choice", choices: [...names] } : param));
}

type CardProps = {
  callback: KerasObject;
  place: number;
  names: readonly string[];
  onChange: (next: KerasObject) => void;
  onRemove: () => void;
};

function CallbackCard({ callback, place, names, onChange, onRemove }: CardProps) {
  const spec = useEditor((state) => state.catalog.callbacks[callback.class_name]);
  const found = useEditor((state) => state.problems.get(""));
  const wrong = found?.find(({ param }) => param === `training.callbacks.${place}`);
  const title = WORDS[callback.class_name] ?? callback.class_name;
  return (
    <Fieldset legend={callback.class_name} p="xs" pt={4}>
      <Group gap={6} wrap="nowrap" justify="space-between" mb={6}>
        <Text size="xs" fw={600}>
          {title}
        </Text>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`Remove ${callback.class_name}`}
          onClick={onRemove}
        >
          <IconTrash size={14} stroke={1.7} />
        </ActionIcon>
      </Group>
      {wrong && (
        <Text size="xs" c="var(--mantine-color-error)" mb={6}>
          {wrong.message}
        </Text>
      )}
      {MORE[callback.class_name] && (
        <Text size="xs" c="dimmed">
          {MORE[callback.class_name]}
        </Text>
      )}
      {spec && (spec.params ?? []).length > 0 && (
        <Within steps={`callbacks.${place}.config`}>
          <ParamForm
            params={watching(spec.params ?? [], names)}
            config={callback.config}
            onChange={(name, value) => onChange({ ...callback, config: withKey(callback.config, name, value) })}
            problems={problemsUnder(found, `training.callbacks.${place}`)}
          />
        </Within>
      )}
    </Fieldset>
  );
}

/** What acts while the network trains: callbacks as cards, each at most once. */
export function CallbackFields({ dataset }: { dataset: Dataset | undefined }) {
  const [training, change] = useTraining();
  const specs = useEditor((state) => state.catalog.callbacks);
  const nodes = useEditor((state) => state.analysis?.outputs ?? NONE);
  const { callbacks } = training;
  const keyed = callbacks.map((callback, place) => ({ key: `${callback.class_name} ${place}`, callback, place }));
  const outputs = dataset ? outputBindings(training, nodes, dataset) : training.outputs;
  const names = monitors(outputs, training.validation_split > 0);
  const free = Object.values(specs).filter((spec) => !callbacks.some(({ class_name }) => class_name === spec.name));
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        While it trains
      </Title>
      {keyed.map(({ key, callback, place }) => (
        <CallbackCard
          key={key}
          callback={callback}
          place={place}
          names={names}
          onChange={(next) => change({ callbacks: callbacks.with(place, next) })}
          onRemove={() => change({ callbacks: callbacks.toSpliced(place, 1) })}
        />
      ))}
      {free.length > 0 && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />} className={classes.add}>
              Add a callback
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map((spec) => (
              <Menu.Item key={spec.name} onClick={() => change({ callbacks: [...callbacks, startOf(spec)] })}>
                <Text size="sm">{WORDS[spec.name] ?? spec.name}</Text>
                <Text size="xs" c="dimmed">
                  {spec.name}
                </Text>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Stack>
  );
}
