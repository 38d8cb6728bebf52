import { BaseEdge, type EdgeProps, getBezierPath, useStore } from "@xyflow/react";
import { memo } from "react";
import { formatShape } from "@/graph/format";
import { useEditor } from "@/graph/store";
import type { WireFlowEdge } from "./flow";
import { PLAIN_BELOW } from "./LayerNode";
import classes from "./Wire.module.css";

const LETTER = 6.1;
const BEND = 46;

type Ends = { sourceX: number; sourceY: number; targetX: number; targetY: number };
/** `side`: where the label stands: left of the wire (-1), on it (0), right of it (1). */
type Path = [path: string, labelX: number, labelY: number, side: number];

/** A wire led past other nodes: out of its source, along the lane, into its target. */
function lanePath({ sourceX, sourceY, targetX, targetY }: Ends, lane: number): Path {
  const [top, bottom] = [sourceY + BEND, targetY - BEND];
  const path =
    `M${sourceX},${sourceY} C${sourceX},${sourceY + BEND / 1.6} ${lane},${sourceY + BEND / 4} ${lane},${top} ` +
    `L${lane},${bottom} C${lane},${targetY - BEND / 4} ${targetX},${targetY - BEND / 1.6} ${targetX},${targetY}`;
  return [path, lane, (top + bottom) / 2, Math.sign(lane - sourceX)];
}

function wirePath(ends: Parameters<typeof getBezierPath>[0], lane: number | null): Path {
  if (lane !== null && ends.targetY - ends.sourceY > 2 * BEND) return lanePath(ends, lane);
  const [path, x, y] = getBezierPath(ends);
  return [path, x, y, 0];
}

type LabelProps = { text: string; x: number; y: number; side: number; selected: boolean };

function ShapeLabel({ text, x, y, side, selected }: LabelProps) {
  const width = text.length * LETTER + 10;
  return (
    <g
      className={classes.label}
      data-selected={selected || undefined}
      transform={`translate(${x + side * (width / 2 + 3)},${y})`}
    >
      <rect x={-width / 2} y={-8.5} width={width} height={17} rx={4} />
      <text textAnchor="middle" dy="0.34em">
        {text}
      </text>
    </g>
  );
}

/** A wire with the shape of what flows through it. */
export const Wire = memo(function Wire({ source, data, selected = false, ...ends }: EdgeProps<WireFlowEdge>) {
  const isPlain = useStore((state) => state.transform[2] < PLAIN_BELOW);
  const output = data?.edge.from[1] ?? 0;
  const spec = useEditor((state) => state.figures[source]?.outputs[output]);
  const [path, x, y, side] = wirePath(ends, data?.lane ?? null);
  return (
    <>
      <BaseEdge
        path={path}
        className={classes.wire}
        data-selected={selected || undefined}
        interactionWidth={isPlain ? 0 : 22}
      />
      {!isPlain && spec && data?.isLabelled && (
        <ShapeLabel text={formatShape(spec)} x={x} y={y} side={side} selected={selected} />
      )}
    </>
  );
});
