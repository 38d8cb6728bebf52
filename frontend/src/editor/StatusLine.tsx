import { Text } from "@mantine/core";
import { formatBytes, formatCompact, formatCount, plural } from "@/graph/format";
import { useEditor } from "@/graph/store";
import { WorkersFigure } from "@/workers/WorkersFigure";
import classes from "./Editor.module.css";

/** A figure keeps its place while others change, and while Keras has not answered yet. */
function Figure({ value, unit, title }: { value: string | null; unit: string; title?: string }) {
  return (
    <span title={title} className={classes.figure}>
      <span className={classes.number}>{value ?? "–"}</span> {unit}
    </span>
  );
}

/** The network's size, whether Keras has looked at its latest state, and who could train it. */
export function StatusLine() {
  const totals = useEditor((state) => state.analysis?.totals);
  const isReading = useEditor((state) => state.author !== null);
  const failure = useEditor((state) => state.analysisFailure);
  const isChecking = useEditor((state) => state.isChecking);
  const count = useEditor((state) => state.scene.nodes.length);
  const chosen = useEditor((state) => state.selection.size);
  const keras = useEditor((state) => state.catalog.keras);
  const parameters = totals ? totals.trainable + totals.non_trainable : 0;
  return (
    <footer className={classes.status} data-guide="status">
      <span className={classes.figure}>{plural(count, "layer")}</span>
      <Figure
        value={totals ? formatCount(parameters) : null}
        unit={totals?.is_counted === false ? "parameters known" : parameters === 1 ? "parameter" : "parameters"}
      />
      <Figure value={totals ? formatBytes(totals.weight_bytes) : null} unit="of weights" />
      <Figure
        value={totals ? formatCompact(totals.flops) : null}
        unit="FLOPs a sample"
        title={`${formatCount(totals?.flops ?? 0)} multiplications and additions for one sample`}
      />
      {totals && totals.non_trainable > 0 && (
        <Figure value={formatCount(totals.non_trainable)} unit="parameters are not trained" />
      )}
      <span style={{ flex: 1 }} />
      <Text component="span" size="xs" fw={failure ? 600 : 400} truncate role="status">
        {failure ?? (isChecking ? "Keras is looking at the network" : "")}
      </Text>
      {!isReading && <WorkersFigure />}
      {chosen > 1 && <span>{chosen} selected</span>}
      {keras && <Text component="span" size="xs" c="dimmed">{`Keras ${keras}`}</Text>}
    </footer>
  );
}
