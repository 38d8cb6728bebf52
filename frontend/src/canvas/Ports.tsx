import { Handle, Position } from "@xyflow/react";
import { formatShape } from "@/graph/format";
import { type HandleSpec, type NodeShape, SPARE_ROW } from "@/graph/geometry";
import { useEditor } from "@/graph/store";
import classes from "./LayerNode.module.css";

type Props = { id: string; shape: NodeShape; isPlain: boolean };

function Entry({ handle, shape, isPlain }: { handle: HandleSpec; shape: NodeShape; isPlain: boolean }) {
  const isLabelled = !isPlain && (shape.hasPortLabels || shape.isOrdered || handle.isSpare);
  const isOrder = shape.isOrdered && !handle.isSpare;
  const look = handle.isSpare ? classes.spareName : isOrder ? classes.order : classes.port;
  return (
    <Handle
      id={handle.id}
      type="target"
      position={Position.Top}
      className={classes.handle}
      style={handle.isSpare ? { left: handle.x, top: -SPARE_ROW } : { left: handle.x }}
      data-free={handle.isFree || undefined}
      data-spare={handle.isSpare || undefined}
      data-order={(isOrder && !isPlain) || undefined}
    >
      {isLabelled && <span className={look}>{handle.label}</span>}
    </Handle>
  );
}

/** The shape of an output of several that no wire says yet. */
function OutputShape({ id, output }: { id: string; output: number }) {
  const spec = useEditor((state) => state.figures[id]?.outputs[output]);
  return spec ? <span className={classes.outputShape}>{formatShape(spec)}</span> : null;
}

/** Where wires arrive and leave. */
export function Ports({ id, shape, isPlain }: Props) {
  const isSeveral = shape.outputs.length > 1;
  return (
    <>
      {shape.inputs.map((handle) => (
        <Entry key={handle.id} handle={handle} shape={shape} isPlain={isPlain} />
      ))}
      {shape.outputs.map((handle, place) => (
        <Handle
          key={handle.id}
          id={handle.id}
          type="source"
          position={Position.Bottom}
          className={classes.handle}
          style={{ left: handle.x }}
          data-order={(isSeveral && !isPlain) || undefined}
        >
          {!isPlain && isSeveral && <span className={classes.order}>{handle.label}</span>}
          {!isPlain && isSeveral && handle.isFree && <OutputShape id={id} output={place} />}
        </Handle>
      ))}
    </>
  );
}
