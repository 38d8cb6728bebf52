import { Handle, type NodeProps, Position, useStore } from "@xyflow/react";
import { memo } from "react";
import { describeNode } from "@/graph/describe";
import { indexOf } from "@/graph/document";
import { formatCompact, formatCount } from "@/graph/format";
import { useEditor } from "@/graph/store";
import { lookOf } from "./families";
import type { LayerFlowNode } from "./flow";
import classes from "./LayerNode.module.css";
import { ProblemBadge } from "./ProblemBadge";

/** Below this zoom nothing can be read, so nothing but a box is drawn. */
export const PLAIN_BELOW = 0.4;

function useLabel(id: string): string {
  return useEditor((state) => {
    const node = indexOf(state.document).nodes.get(id);
    return node
      ? describeNode(state.document, node, state.analysis?.nodes[id], state.problems.get(id)?.length ?? 0)
      : id;
  });
}

function ParameterCount({ id }: { id: string }) {
  const count = useEditor((state) => {
    const node = state.analysis?.nodes[id];
    return node ? node.trainable + node.non_trainable : 0;
  });
  if (count === 0) return null;
  return (
    <span className={classes.count} title={`${formatCount(count)} parameters`}>
      {formatCompact(count)}
    </span>
  );
}

function Ports({ shape, isPlain }: { shape: LayerFlowNode["data"]["shape"]; isPlain: boolean }) {
  const labelled = shape.hasPortLabels || shape.isOrdered;
  return (
    <>
      {shape.inputs.map((handle) => (
        <Handle
          key={handle.id}
          id={handle.id}
          type="target"
          position={Position.Top}
          className={classes.handle}
          style={{ left: handle.x }}
          data-free={handle.isFree || undefined}
          data-order={(shape.isOrdered && !isPlain) || undefined}
        >
          {!isPlain && labelled && (
            <span className={shape.isOrdered ? classes.order : classes.port}>{handle.label}</span>
          )}
        </Handle>
      ))}
      {shape.outputs.map((handle) => (
        <Handle
          key={handle.id}
          id={handle.id}
          type="source"
          position={Position.Bottom}
          className={classes.handle}
          style={{ left: handle.x }}
          data-order={(handle.label !== "" && !isPlain) || undefined}
        >
          {!isPlain && handle.label !== "" && <span className={classes.order}>{handle.label}</span>}
        </Handle>
      ))}
    </>
  );
}

function Face({ data }: { data: LayerFlowNode["data"] }) {
  const { node, params } = data;
  return (
    <div className={classes.face} data-port-labels={data.shape.hasPortLabels || undefined}>
      <div className={classes.layer}>{node.layer}</div>
      <div className={classes.head}>
        <span className={classes.name}>{node.id}</span>
        <ParameterCount id={node.id} />
      </div>
      {params.length > 0 && (
        <div className={classes.params}>
          {params.map((param) => (
            <span key={`${param.name} ${param.text}`} className={classes.param}>
              {param.name && <span className={classes.paramName}>{param.name} </span>}
              {param.text}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

function Card({
  id,
  data,
  selected,
  isPlain,
}: Pick<NodeProps<LayerFlowNode>, "id" | "data" | "selected"> & { isPlain: boolean }) {
  const label = useLabel(id);
  const isActive = useEditor((state) => state.active === id);
  const look = lookOf(data.spec?.family ?? "", data.spec?.kind === "input");
  const Icon = look.icon;
  return (
    // A button in role only: it holds handles, which a <button> may not.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      className={classes.card}
      data-layer={id}
      data-selected={selected || undefined}
      data-plain={isPlain || undefined}
      role="button"
      tabIndex={isActive ? 0 : -1}
      aria-pressed={selected}
      aria-roledescription="layer"
      aria-label={label}
      style={{ "--family": look.colour, "--ink": look.ink } as React.CSSProperties}
    >
      <div className={classes.stripe}>{!isPlain && <Icon size={17} stroke={1.8} aria-hidden />}</div>
      {isPlain ? <div className={classes.plain}>{data.node.layer}</div> : <Face data={data} />}
      <ProblemBadge id={id} isPlain={isPlain} />
    </div>
  );
}

/** One layer on the canvas. */
export const LayerNode = memo(function LayerNode({ id, data, selected }: NodeProps<LayerFlowNode>) {
  const isPlain = useStore((state) => state.transform[2] < PLAIN_BELOW);
  return (
    <>
      <Card id={id} data={data} selected={selected} isPlain={isPlain} />
      <Ports shape={data.shape} isPlain={isPlain} />
    </>
  );
});
