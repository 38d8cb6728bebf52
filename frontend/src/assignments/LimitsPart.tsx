import { Button, MultiSelect, Select, Stack, Switch, Text } from "@mantine/core";
import { layersByFamily } from "@/graph/search";
import type { Catalog } from "@/graph/types";
import { SETTINGS } from "./limits";
import type { AssignmentIn, PartProps } from "./types";

type Shown = NonNullable<AssignmentIn["shown"]>;

/** Which layers the palette offers, which parameters forms show, and which training settings. */
export function LimitsPart({ draft, change, catalog }: PartProps & { catalog: Catalog }) {
  const shown = draft.shown ?? null;
  const keep = (next: Shown) => change({ shown: isNothing(next) ? null : next });
  return (
    <Stack gap="lg">
      <Layers draft={draft} change={change} catalog={catalog} />
      <Parameters
        names={draft.palette ?? []}
        shown={shown?.layers ?? {}}
        catalog={catalog}
        onChange={(layers) => keep({ layers, settings: shown?.settings ?? null })}
      />
      <Settings
        settings={shown?.settings ?? null}
        onChange={(settings) => keep({ layers: shown?.layers ?? {}, settings })}
      />
    </Stack>
  );
}

function isNothing({ layers, settings }: Shown): boolean {
  return Object.keys(layers).length === 0 && settings == null;
}

function families(catalog: Catalog) {
  return layersByFamily(catalog)
    .filter(([, layers]) => layers.length > 0)
    .map(([group, layers]) => ({ group, items: layers.map(({ name }) => name) }));
}

function Layers({ draft, change, catalog }: PartProps & { catalog: Catalog }) {
  const { palette } = draft;
  const start = [...new Set((draft.starter?.nodes ?? []).map(({ layer }) => layer))].filter(
    (name) => catalog.layers[name],
  );
  return (
    <Stack gap="xs">
      <Switch
        label="All layers stand in the palette"
        checked={palette == null}
        onChange={(event) => change({ palette: event.currentTarget.checked ? null : start })}
      />
      {palette != null && (
        <MultiSelect
          label="Layers in the palette"
          data={families(catalog)}
          value={palette}
          onChange={(names) => change({ palette: names })}
          searchable
          clearable
          maxDropdownHeight={300}
          nothingFoundMessage="No layer is called so"
        />
      )}
    </Stack>
  );
}

interface ParametersProps {
  names: readonly string[];
  shown: Readonly<Record<string, string[]>>;
  catalog: Catalog;
  onChange: (shown: Record<string, string[]>) => void;
}

function Parameters({ names, shown, catalog, onChange }: ParametersProps) {
  const offered = (names.length > 0 ? names : Object.keys(catalog.layers)).filter(
    (name) => !(name in shown) && (catalog.layers[name]?.params?.length ?? 0) > 0,
  );
  const without = (name: string) =>
    onChange(Object.fromEntries(Object.entries(shown).filter(([other]) => other !== name)));
  return (
    <Stack gap="xs">
      <Text size="sm">
        Forms show all parameters of a layer, but for those named here: of them only what you choose, what is needed and
        what is set.
      </Text>
      {Object.entries(shown).map(([layer, params]) => (
        <MultiSelect
          key={layer}
          label={`Parameters of ${layer}`}
          data={(catalog.layers[layer]?.params ?? []).map(({ name }) => name)}
          value={params}
          onChange={(chosen) => onChange({ ...shown, [layer]: chosen })}
          placeholder={params.length === 0 ? "Only what is needed" : undefined}
          searchable
          rightSectionWidth={84}
          rightSectionPointerEvents="all"
          rightSection={
            <Button size="compact-xs" onClick={() => without(layer)} aria-label={`Show all parameters of ${layer}`}>
              Show all
            </Button>
          }
        />
      ))}
      <Select
        aria-label="Limit the parameters of a layer"
        placeholder="Limit the parameters of a layer"
        data={offered}
        value={null}
        onChange={(layer) => layer && onChange({ ...shown, [layer]: [] })}
        searchable
        maw={320}
      />
    </Stack>
  );
}

function Settings({
  settings,
  onChange,
}: {
  settings: readonly string[] | null;
  onChange: (names: string[] | null) => void;
}) {
  return (
    <Stack gap="xs">
      <Switch
        label="All training settings are shown"
        checked={settings === null}
        onChange={(event) => onChange(event.currentTarget.checked ? null : ["epochs"])}
      />
      {settings !== null && (
        <MultiSelect
          label="Training settings that are shown"
          data={SETTINGS.map(({ name, label }) => ({ value: name, label }))}
          value={[...settings]}
          onChange={onChange}
          clearable
        />
      )}
    </Stack>
  );
}
