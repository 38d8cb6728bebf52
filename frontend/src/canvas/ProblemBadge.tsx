import { Tooltip } from "@mantine/core";
import { IconAlertTriangleFilled, IconExclamationCircleFilled } from "@tabler/icons-react";
import { useEditor } from "@/graph/store";
import classes from "./LayerNode.module.css";

/** How many problems a node has; their sentences on hover. */
export function ProblemBadge({ id, isPlain }: { id: string; isPlain: boolean }) {
  const problems = useEditor((state) => state.sceneProblems.get(id));
  if (!problems || problems.length === 0) return null;
  const isError = problems.some((problem) => problem.severity !== "warning");
  const Icon = isError ? IconExclamationCircleFilled : IconAlertTriangleFilled;
  const badge = (
    <span className={classes.badge} data-severity={isError ? "error" : "warning"} aria-hidden>
      <Icon size={isPlain ? 30 : 20} />
      {problems.length > 1 && !isPlain && <span className={classes.badgeCount}>{problems.length}</span>}
    </span>
  );
  if (isPlain) return badge;
  return <Tooltip label={problems.map((problem) => problem.message).join(" ")}>{badge}</Tooltip>;
}
