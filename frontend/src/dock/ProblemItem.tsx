import { Button, Group, Text } from "@mantine/core";
import { IconAlertTriangleFilled, IconExclamationCircleFilled } from "@tabler/icons-react";
import { applyFix } from "@/editor/commands";
import { goToField, goToSweep } from "@/editor/goToField";
import { goToPath, replaceAtPath } from "@/editor/nodeCommands";
import { nodeAtPath } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import { fieldOfProblem } from "@/graph/sweepProblems";
import type { Problem } from "@/graph/types";
import classes from "./Dock.module.css";

/** One problem: what is wrong, where, and what would cure it. */
export function ProblemItem({ problem, isHere = false }: { problem: Problem; isHere?: boolean }) {
  const isError = problem.severity !== "warning";
  const Icon = isError ? IconExclamationCircleFilled : IconAlertTriangleFilled;
  const { node } = problem;
  const path = node ? [node, ...(problem.inside ?? [])] : [];
  const isLost = useEditor((state) => {
    const layer = nodeAtPath(state.document, path)?.layer;
    return layer !== undefined && state.keras.layers[layer]?.kind === "placeholder";
  });
  const isReading = useEditor((state) => state.author !== null);
  const field = useEditor((state) => fieldOfProblem(state.document, problem));
  return (
    <div className={classes.problem} data-severity={problem.severity} data-code={problem.code}>
      <Icon size={16} className={classes.problemIcon} aria-label={isError ? "Error" : "Warning"} role="img" />
      <div>
        <Text size="sm">{problem.message}</Text>
        <Group gap={6} mt={4}>
          {(isReading ? [] : (problem.fixes ?? [])).map((fix) => (
            <Button
              key={fix.label}
              size="compact-xs"
              variant="light"
              className={classes.fix}
              onClick={() => applyFix(fix.label, fix.patch)}
            >
              {fix.label}
            </Button>
          ))}
          {isLost && !isHere && !isReading && (
            <Button size="compact-xs" variant="light" className={classes.fix} onClick={() => replaceAtPath(path)}>
              Replace with…
            </Button>
          )}
          {field && (
            <Button size="compact-xs" onClick={() => goToField(field)}>
              Go to {field.name}
            </Button>
          )}
          {!field && problem.param?.startsWith("training.sweep") && (
            <Button size="compact-xs" onClick={() => goToSweep()}>
              Go to the sweep
            </Button>
          )}
          {node && !isHere && !field && (
            <Button size="compact-xs" onClick={() => goToPath(path)}>
              Go to {problem.inside?.at(-1) ?? node}
            </Button>
          )}
        </Group>
      </div>
    </div>
  );
}
