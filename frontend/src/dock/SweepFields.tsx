import { ActionIcon, Group, Select, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconFocus2, IconTrash, IconVersions } from "@tabler/icons-react";
import { useCallback } from "react";
import { goToField, SWEEP_SECTION } from "@/editor/goToField";
import { useEditor } from "@/graph/store";
import { changeField, combinations, fieldNameRefusal, fieldsOf, setSweep, unmark } from "@/graph/sweep";
import type { Dataset, Sweep, SweepField } from "@/graph/types";
import { ParamField } from "@/inspector/ParamField";
import { useDraftText } from "@/inspector/useDraftText";
import { Within } from "@/inspector/Within";
import { outputBindings } from "./bindings";
import { directionOf, monitors } from "./monitors";
import { countText, METHODS, PRUNINGS, spanText } from "./sweepText";
import { setting, useTraining } from "./useTraining";

const NONE: readonly string[] = [];
const TRIALS = setting({
  ...{ name: "trials", kind: "int", minimum: 1, maximum: 1000 },
  help: "How many runs the sweep makes at most.",
});
const SEED = setting({
  ...{ name: "seed", kind: "int", minimum: 0, maximum: 2 ** 31 - 1 },
  help: "The same seed tries the same values.",
});

function FieldName({ field }: { field: SweepField }) {
  const refusal = (text: string) =>
    fieldNameRefusal(
      text,
      fieldsOf(useEditor.getState().document).filter(({ name }) => name !== field.name),
    );
  const typed = useDraftText(field.name, (text) => {
    const error = refusal(text.trim());
    return error === null ? { error, written: field.name } : { error };
  });
  const take = () => {
    const name = typed.text.trim();
    if (typed.error === null && name !== field.name && refusal(name) === null)
      useEditor
        .getState()
        .edit(`Call ${field.name} ${name}`, (document) => changeField(document, field.name, { name }));
  };
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label={`Name of ${field.name}`}
      value={typed.text}
      error={typed.error}
      onChange={(event) => typed.change(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
    />
  );
}

function FieldRow({ field }: { field: SweepField }) {
  const remove = `Back to one value of ${field.name}`;
  return (
    <li>
      <Group gap={2} wrap="nowrap" align="flex-start">
        <FieldName field={field} />
        <ActionIcon aria-label={`Go to ${field.name}`} onClick={() => goToField(field)}>
          <IconFocus2 size={16} stroke={1.7} />
        </ActionIcon>
        <ActionIcon
          aria-label={remove}
          onClick={() => useEditor.getState().edit(remove, (document) => unmark(document, field.name))}
        >
          <IconTrash size={15} stroke={1.7} />
        </ActionIcon>
      </Group>
      <Text size="xs" c="dimmed">
        {spanText(field)}
      </Text>
    </li>
  );
}

type Change = (changes: Partial<Sweep>) => void;

function useChange(): Change {
  return useCallback((changes) => {
    const names = Object.keys(changes).join(" and ");
    useEditor.getState().edit(`Set ${names} of the sweep`, (document) => setSweep(document, changes), `sweep.${names}`);
  }, []);
}

function Search({ sweep, change }: { sweep: Sweep; change: Change }) {
  const isGrid = sweep.method === "grid";
  const all = combinations(sweep.fields);
  return (
    <>
      <Select
        size="xs"
        label="method"
        description={METHODS[sweep.method].says}
        data={Object.entries(METHODS).map(([value, { label }]) => ({ value, label }))}
        value={sweep.method}
        allowDeselect={false}
        onChange={(method) => change({ method: (method ?? "grid") as Sweep["method"] })}
      />
      <Within steps={null}>
        <SimpleGrid cols={isGrid ? 1 : 2} spacing={10}>
          <ParamField
            param={isGrid ? { ...TRIALS, name: "trials at most" } : TRIALS}
            value={sweep.trials}
            onChange={(trials) => change({ trials: Number(trials) })}
            problem={null}
          />
          {!isGrid && (
            <ParamField
              param={SEED}
              value={sweep.seed}
              onChange={(seed) => change({ seed: Number(seed) })}
              problem={null}
            />
          )}
        </SimpleGrid>
      </Within>
      <Text size="xs" c={isGrid && all === null ? "var(--mantine-color-error)" : "dimmed"}>
        {countText(sweep)}
      </Text>
    </>
  );
}

function Objective({ sweep, change, dataset }: { sweep: Sweep; change: Change; dataset: Dataset | undefined }) {
  const [training] = useTraining();
  const nodes = useEditor((state) => state.analysis?.outputs ?? NONE);
  const outputs = dataset ? outputBindings(training, nodes, dataset) : training.outputs;
  const names = monitors(outputs, training.validation_split > 0);
  const choose = (objective: string | null) => objective && change({ objective, direction: directionOf(objective) });
  return (
    <SimpleGrid cols={2} spacing={10}>
      <Select
        size="xs"
        label="objective"
        data={names.includes(sweep.objective) ? names : [...names, sweep.objective]}
        value={sweep.objective}
        allowDeselect={false}
        onChange={choose}
      />
      <Select
        size="xs"
        label="the best is the"
        data={[
          { value: "min", label: "smallest" },
          { value: "max", label: "largest" },
        ]}
        value={sweep.direction}
        allowDeselect={false}
        onChange={(direction) => change({ direction: direction === "max" ? "max" : "min" })}
      />
    </SimpleGrid>
  );
}

function Pruning({ sweep, change }: { sweep: Sweep; change: Change }) {
  return (
    <Select
      size="xs"
      label="pruning"
      description={PRUNINGS[sweep.pruning].says}
      data={Object.entries(PRUNINGS).map(([value, { label }]) => ({ value, label }))}
      value={sweep.pruning}
      allowDeselect={false}
      onChange={(pruning) => change({ pruning: (pruning ?? "none") as Sweep["pruning"] })}
    />
  );
}

/** What is searched, and how; nothing but a sentence until a field is marked. */
export function SweepFields({ dataset }: { dataset: Dataset | undefined }) {
  const [{ sweep, epochs }] = useTraining();
  const change = useChange();
  // A grid tries everything to its end, and a single epoch has no middle.
  const isLong = epochs > 1 || sweep?.fields.some(({ path }) => path[0] === "epochs");
  const prunes = sweep !== null && sweep.method !== "grid" && isLong;
  return (
    <Stack gap={8} id={SWEEP_SECTION}>
      <Title order={2} size="h6">
        Sweep
      </Title>
      {!sweep?.fields.length ? (
        <Text size="sm" c="dimmed">
          To find good settings, press{" "}
          <IconVersions
            size={14}
            stroke={1.7}
            style={{ verticalAlign: -2 }}
            role="img"
            aria-label="Try several values"
          />{" "}
          beside any of them, here or in a layer's, and say which values to try.
        </Text>
      ) : (
        <>
          <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label="Marked fields">
            {sweep.fields.map((field) => (
              <FieldRow key={field.name} field={field} />
            ))}
          </Stack>
          <Search sweep={sweep} change={change} />
          <Objective sweep={sweep} change={change} dataset={dataset} />
          {prunes && <Pruning sweep={sweep} change={change} />}
        </>
      )}
    </Stack>
  );
}
