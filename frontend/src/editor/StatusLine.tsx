import { Text } from "@mantine/core";
import { formatBytes, formatCompact, formatCount, plural } from "@/graph/format";
import { useEditor } from "@/graph/store";
import classes from "./Editor.module.css";

function Figure({ value, unit, title }: { value: string; unit: string; title?: string }) {
  return (
    <span title={title}>
      <span className={classes.number}>{value}</span> {unit}
    </span>
  );
}

/** The network's size, and whether Keras has looked at its latest state. */
export function StatusLine() {
  const totals = useEditor((state) => state.analysis?.totals);
  const failure = useEditor((state) => state.analysisFailure);
  const count = useEditor((state) => state.document.nodes.length);
  const chosen = useEditor((state) => state.selection.size);
  const keras = useEditor((state) => state.catalog.keras);
  const parameters = totals ? totals.trainable + totals.non_trainable : 0;
  return (
    <footer className={classes.status}>
      <span>{plural(count, "layer")}</span>
      {totals && (
        <>
          <Figure value={formatCount(parameters)} unit={parameters === 1 ? "parameter" : "parameters"} />
          {totals.non_trainable > 0 && <Figure value={formatCount(totals.non_trainable)} unit="of them fixed" />}
          <Figure value={formatBytes(totals.weight_bytes)} unit="of weights" />
          <Figure
            value={formatCompact(totals.flops)}
            unit="FLOPs a sample"
            title={`${formatCount(totals.flops)} multiplications and additions for one sample`}
          />
        </>
      )}
      <span style={{ flex: 1 }} />
      {failure ? (
        <Text component="span" size="xs" fw={600} truncate role="status">
          {failure}
        </Text>
      ) : null}
      {chosen > 1 && <span>{chosen} selected</span>}
      {keras && <Text component="span" size="xs" c="dimmed">{`Keras ${keras}`}</Text>}
    </footer>
  );
}
