import { Anchor, Group, Select, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDatabase } from "@tabler/icons-react";
import { Link } from "react-router";
import { PrepareButton } from "@/datasets/own/PrepareDialog";
import { UploadButton } from "@/datasets/own/UploadDialog";
import { applyFix, applyOffer } from "@/editor/commands";
import { datasetPatch, replacedLosses } from "@/graph/dataset";
import { setTraining } from "@/graph/edit";
import { formatCount, formatShape } from "@/graph/format";
import { useEditor } from "@/graph/store";
import type { DataField, Dataset } from "@/graph/types";
import classes from "./Palette.module.css";
import { useDatasets } from "./useDataset";

function fieldText(field: DataField | undefined): string {
  if (!field) return "";
  if (field.kind === "class") return `${field.classes?.length ?? 0} classes`;
  return formatShape({ shape: [null, ...field.shape] });
}

const LIST = new Intl.ListFormat("en-GB", { type: "conjunction" });

function choose(dataset: Dataset | undefined): void {
  const { document, catalog, edit } = useEditor.getState();
  if (!dataset) {
    edit("Use no data set", (before) => setTraining(before, { dataset: null, inputs: [] }));
    return;
  }
  const patch = datasetPatch(document, catalog, dataset);
  const apply = patch.add_nodes?.length ? applyFix : applyOffer; // what is only set stays where it is, and so does the keyboard
  apply(`Use ${dataset.title}`, patch);
  const touched = [...Object.keys(patch.set_config ?? {}), ...(patch.add_nodes ?? []).map((node) => node.id)];
  const said = replacedLosses(document, useEditor.getState().document, dataset);
  if (touched.length) said.unshift(`${dataset.title} sets ${LIST.format(touched)}.`);
  if (said.length) notifications.show({ message: [...said, "Undo takes it back."].join(" ") });
}

function Summary({ dataset }: { dataset: Dataset }) {
  const field = (name: string) => dataset.fields.find((candidate) => candidate.name === name);
  return (
    <Text size="xs" mt={6} lh={1.5}>
      {fieldText(field(dataset.input))} → {fieldText(field(dataset.target))}, {formatCount(dataset.train_samples)}{" "}
      samples.{" "}
      <Anchor component={Link} to={`/datasets/${dataset.name}`} size="xs" underline="always">
        Look at them
      </Anchor>
    </Text>
  );
}

/** One's own first, where there are any. */
function grouped(datasets: readonly Dataset[]) {
  const items = (own: boolean) =>
    datasets.filter((dataset) => dataset.own === own).map(({ name, title }) => ({ value: name, label: title }));
  const yours = items(true);
  return yours.length === 0
    ? items(false)
    : [
        { group: "Yours", items: yours },
        { group: "Gallery", items: items(false) },
      ];
}

/** What the network learns from: choosing a data set sets the Input, the last layer, the loss and the metrics. */
export function DatasetCard() {
  const { data: datasets = [] } = useDatasets();
  const name = useEditor((state) => state.document.training.dataset);
  const chosen = datasets.find((dataset) => dataset.name === name);
  return (
    <div className={classes.dataset} data-guide="dataset">
      <Select
        label="Data set"
        placeholder="Choose what to learn from"
        size="xs"
        leftSection={<IconDatabase size={15} />}
        data={grouped(datasets)}
        value={name ?? null}
        onChange={(value) => choose(datasets.find((dataset) => dataset.name === value))}
        searchable
        nothingFoundMessage="No data set is called so"
        clearable
        clearButtonProps={{ "aria-label": "Use no data set" }}
        comboboxProps={{ width: 260, position: "bottom-start" }}
        maxDropdownHeight={340}
      />
      {chosen && <Summary dataset={chosen} />}
      <Group gap={2} mt={6} ml={-6}>
        <UploadButton onKept={choose} />
        {chosen && <PrepareButton dataset={chosen} />}
      </Group>
    </div>
  );
}
