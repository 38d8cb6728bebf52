import { IconLink, IconLogout2, IconSnowflake, IconVersions } from "@tabler/icons-react";
import type { Face } from "@/graph/face";
import { openBlock } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import { markedOf } from "@/graph/sweep";
import classes from "./LayerNode.module.css";

/** Small signs beside a node's title: frozen, shared with others, repeated, with values to try. */
export function NodeMarks({ face, id }: { face: Face; id: string }) {
  const { shared, isFrozen, repeat, isGiven } = face;
  const marked = useEditor((state) => markedOf(state.document, openBlock(state.document, state.inside), shared ?? id));
  if (!isFrozen && shared === null && repeat === 1 && !isGiven && !marked) return null;
  return (
    <span className={classes.marks}>
      {repeat > 1 && <span className={classes.repeat}>×{repeat}</span>}
      {shared !== null && (
        <span title={shared === id ? "Its layer is used more than once" : `Uses the layer of ${shared}`}>
          <IconLink size={13} stroke={2} aria-hidden />
        </span>
      )}
      {isFrozen && (
        <span title="Frozen: its weights do not learn" data-frozen>
          <IconSnowflake size={13} stroke={2} aria-hidden />
        </span>
      )}
      {marked && (
        <span title={`Several values of ${marked} to try`} data-swept>
          <IconVersions size={13} stroke={2} aria-hidden />
        </span>
      )}
      {isGiven && (
        <span title="An output">
          <IconLogout2 size={13} stroke={2} aria-hidden />
        </span>
      )}
    </span>
  );
}
