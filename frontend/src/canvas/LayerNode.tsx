import { type NodeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import { CommentMark } from "@/assignments/CommentMark";
import { useCommentsOn } from "@/assignments/useCommentsOn";
import { countText, describeNode } from "@/graph/describe";
import { indexOf } from "@/graph/document";
import { formatCompact, plural } from "@/graph/format";
import { openBlock } from "@/graph/scene";
import { ownerOf } from "@/graph/sharing";
import { useEditor } from "@/graph/store";
import { markedOf } from "@/graph/sweep";
import { NodePicture } from "@/runs/eyes/NodePicture";
import { lookOf } from "./families";
import type { LayerFlowNode } from "./flow";
import classes from "./LayerNode.module.css";
import { NodeMarks } from "./NodeMarks";
import { Ports } from "./Ports";
import { ProblemBadge } from "./ProblemBadge";
import { pointAt, useSiblings } from "./siblings";

/** Below this zoom nothing can be read, so nothing but a box is drawn. */
export const PLAIN_BELOW = 0.4;

function useLabel(id: string): string {
  return useEditor((state) => {
    const node = indexOf(state.scene).nodes.get(id);
    if (!node) return id;
    const marked = markedOf(state.document, openBlock(state.document, state.inside), ownerOf(state.scene, node).id);
    const problems = state.sceneProblems.get(id)?.length ?? 0;
    return describeNode(state.scene, node, state.figures[id], problems, marked);
  });
}

function ParameterCount({ id }: { id: string }) {
  const count = useEditor((state) => {
    const node = state.figures[id];
    return node ? node.trainable + node.non_trainable : 0;
  });
  const isCounted = useEditor((state) => state.figures[id]?.is_counted ?? true);
  if (count === 0 && isCounted) return null;
  return (
    <span className={classes.count} title={countText(count, isCounted)}>
      {isCounted ? formatCompact(count) : `${count > 0 ? formatCompact(count) : ""}?`}
    </span>
  );
}

function Params({ params }: Pick<LayerFlowNode["data"]["face"], "params">) {
  if (params.length === 0) return null;
  return (
    <div className={classes.params}>
      {params.map((param) => (
        <span key={`${param.name} ${param.text}`} className={classes.param}>
          {param.name && <span className={classes.paramName}>{param.name} </span>}
          {param.text}
        </span>
      ))}
    </div>
  );
}

function Title({ data }: { data: LayerFlowNode["data"] }) {
  return (
    <div className={classes.head}>
      <span className={classes.layer}>{data.face.title}</span>
      <NodeMarks face={data.face} id={data.node.id} />
    </div>
  );
}

/** An operation says its name and its settings in two short lines. */
function OperationFace({ data }: { data: LayerFlowNode["data"] }) {
  return (
    <div className={classes.face} data-port-labels={data.shape.hasPortLabels || undefined}>
      <Title data={data} />
      {data.face.params.length > 0 ? (
        <Params params={data.face.params} />
      ) : (
        <div className={classes.name}>{data.node.id}</div>
      )}
    </div>
  );
}

function Face({ data }: { data: LayerFlowNode["data"] }) {
  const { node, face } = data;
  return (
    <div className={classes.face} data-port-labels={data.shape.hasPortLabels || undefined}>
      <Title data={data} />
      <div className={classes.head}>
        <span className={classes.name}>
          {face.shared !== null && face.shared !== node.id ? `${node.id} = ${face.shared}` : node.id}
        </span>
        <ParameterCount id={node.id} />
      </div>
      <Params params={face.params} />
    </div>
  );
}

function Stripe({ data }: { data: LayerFlowNode["data"] }) {
  const { icon: Icon } = lookOf(data.spec);
  return (
    <div className={classes.stripe}>
      {data.face.symbol ? (
        <span className={classes.symbol}>{data.face.symbol}</span>
      ) : (
        <Icon size={17} stroke={1.8} aria-hidden />
      )}
    </div>
  );
}

type CardProps = Pick<NodeProps<LayerFlowNode>, "id" | "data" | "selected"> & { isPlain: boolean };

function Card({ id, data, selected, isPlain }: CardProps) {
  const comments = useCommentsOn(id).length;
  const label = useLabel(id) + (comments > 0 ? `, ${plural(comments, "comment")}` : "");
  const isActive = useEditor((state) => state.active === id);
  const { shared, title } = data.face;
  const isSibling = useSiblings((state) => shared !== null && state.owner === shared);
  const look = lookOf(data.spec);
  const kind = data.spec?.kind ?? "layer";
  return (
    // A button in role only: it holds handles, which a <button> may not.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      className={classes.card}
      data-layer={id}
      data-kind={kind}
      data-selected={selected || undefined}
      data-sibling={isSibling || undefined}
      data-plain={isPlain || undefined}
      role="button"
      tabIndex={isActive ? 0 : -1}
      aria-pressed={selected}
      aria-roledescription="layer"
      aria-label={label}
      style={{ "--family": look.colour, "--ink": look.ink } as React.CSSProperties}
      onPointerEnter={() => pointAt(shared)}
      onPointerLeave={() => pointAt(null)}
      onFocus={() => pointAt(shared)}
      onBlur={() => pointAt(null)}
    >
      {isPlain ? <div className={classes.stripe} /> : <Stripe data={data} />}
      {isPlain ? (
        <div className={classes.plain}>{title}</div>
      ) : kind === "operation" ? (
        <OperationFace data={data} />
      ) : (
        <Face data={data} />
      )}
      {!isPlain && <NodePicture id={id} />}
      <ProblemBadge id={id} isPlain={isPlain} />
      <CommentMark id={id} />
    </div>
  );
}

/** One layer on the canvas. */
export const LayerNode = memo(function LayerNode({ id, data, selected }: NodeProps<LayerFlowNode>) {
  const isPlain = useStore((state) => state.transform[2] < PLAIN_BELOW);
  return (
    <>
      <Card id={id} data={data} selected={selected} isPlain={isPlain} />
      <Ports id={id} shape={data.shape} isPlain={isPlain} />
    </>
  );
});
