import {
  ActionIcon,
  Button,
  Group,
  Menu,
  MultiSelect,
  NumberInput,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { datasetsQuery } from "@/datasets/queries";
import type { Catalog } from "@/graph/types";
import {
  boundLabel,
  type Foretold,
  metricsFor,
  moved,
  newRule,
  RULE_KINDS,
  type RuleField,
  type RuleKind,
  scoreFault,
} from "./rules";
import type { PartProps, Rule } from "./types";

/** What the data set of an assignment foretells. */
function useForetold(name: string | null | undefined): Foretold {
  const { data: datasets = [] } = useQuery(datasetsQuery);
  const chosen = datasets.find((one) => one.name === name);
  const target = chosen?.fields.find((field) => field.name === chosen.target);
  return target ? (target.kind === "class" ? "classes" : "numbers") : null;
}

/** What a network is held to, each rule with its points and words. */
export function RulesPart({ draft, change, catalog }: PartProps & { catalog: Catalog }) {
  const rules = (draft.rules ?? []) as Rule[];
  const foretold = useForetold(draft.dataset);
  const keep = (next: Rule[]) => change({ rules: next });
  return (
    <Stack gap="sm">
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          Without rules nothing is checked by itself: you give the points.
        </Text>
      )}
      {rules.map((rule, place) => (
        <RuleCard
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no names but their places
          key={place}
          rule={rule}
          place={place}
          count={rules.length}
          catalog={catalog}
          foretold={foretold}
          onChange={(next) => keep(rules.with(place, next))}
          onMove={(by) => keep(moved(rules, place, by))}
          onRemove={() => keep(rules.filter((_, at) => at !== place))}
        />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button leftSection={<IconPlus size={16} />} w="fit-content" disabled={rules.length >= 30}>
            Add a rule
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(RULE_KINDS) as RuleKind[]).map((kind) => (
            <Menu.Item key={kind} onClick={() => keep([...rules, newRule(kind, foretold)])}>
              {RULE_KINDS[kind].title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

interface CardProps {
  rule: Rule;
  place: number;
  count: number;
  catalog: Catalog;
  foretold: Foretold;
  onChange: (rule: Rule) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function RuleCard({ rule, place, count, catalog, foretold, onChange, onMove, onRemove }: CardProps) {
  const kind = RULE_KINDS[rule.kind];
  const set = (changed: Record<string, unknown>) => onChange({ ...rule, ...changed } as Rule);
  const name = `rule ${place + 1}`;
  const fault = scoreFault(rule, foretold);
  return (
    <Paper withBorder p="sm" role="group" aria-label={`Rule ${place + 1}: ${kind.title}`}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={600}>
            {kind.title}
          </Text>
          <Group gap={2} wrap="nowrap">
            <ActionIcon aria-label={`Move ${name} up`} disabled={place === 0} onClick={() => onMove(-1)}>
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon aria-label={`Move ${name} down`} disabled={place === count - 1} onClick={() => onMove(1)}>
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon aria-label={`Take ${name} away`} onClick={onRemove}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        </Group>
        <Group gap="sm" align="flex-end" wrap="wrap">
          {kind.fields.map((field) => (
            <Field key={field.name} {...{ field, rule, catalog, foretold, set }} />
          ))}
          <NumberInput
            size="xs"
            label="Points"
            w={90}
            min={0}
            max={1000}
            value={rule.points ?? 1}
            onChange={(points) => set({ points: Number(points) || 0 })}
          />
        </Group>
        {fault && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {fault}
          </Text>
        )}
        <TextInput
          size="xs"
          label="What you say to who does not hold to it"
          maxLength={1000}
          value={rule.feedback ?? ""}
          onChange={(event) => set({ feedback: event.currentTarget.value })}
        />
      </Stack>
    </Paper>
  );
}

interface FieldProps {
  field: RuleField;
  rule: Rule;
  catalog: Catalog;
  foretold: Foretold;
  set: (changed: Record<string, unknown>) => void;
}

function Field({ field, rule, catalog, foretold, set }: FieldProps) {
  const value: unknown = { ...rule }[field.name as keyof Rule];
  if (field.kind !== "choice") {
    const metric = "metric" in rule ? (rule.metric ?? "accuracy") : "accuracy";
    return (
      <NumberInput
        size="xs"
        w={130}
        label={field.name === "bound" ? boundLabel(metric) : field.label}
        min={0}
        allowDecimal={field.kind === "number"}
        thousandSeparator=","
        value={typeof value === "number" ? value : ""}
        onChange={(number) => set({ [field.name]: Number(number) || 0 })}
      />
    );
  }
  if (field.name === "layers")
    return (
      <MultiSelect
        size="xs"
        miw={260}
        label={field.label}
        data={Object.keys(catalog.layers)}
        value={Array.isArray(value) ? (value as string[]) : []}
        onChange={(names) => set({ layers: names })}
        searchable
      />
    );
  const data =
    field.name === "metric"
      ? metricsFor(foretold)
      : field.name === "layer"
        ? Object.keys(catalog.layers)
        : Object.keys(catalog.callbacks);
  return (
    <Select
      size="xs"
      label={field.label}
      data={data}
      value={typeof value === "string" ? value : null}
      onChange={(chosen) => chosen && set({ [field.name]: chosen })}
      allowDeselect={false}
      searchable={field.name === "layer"}
    />
  );
}
