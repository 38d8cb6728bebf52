import { useQuery } from "@tanstack/react-query";
import { lookOf } from "@/canvas/families";
import { blockName } from "@/graph/blocks";
import type { LayerSpec } from "@/graph/types";
import classes from "./home.module.css";
import { miniature } from "./miniature";
import { catalogQuery, type NetworkCard } from "./queries";

interface ThumbnailProps {
  nodes: NetworkCard["thumbnail"];
  wires: NetworkCard["wires"];
}

/** A block is known by its name alone: the catalogue of Keras does not have it. */
function blockLook(layer: string): Pick<LayerSpec, "family" | "kind"> | undefined {
  return blockName(layer) === null ? undefined : { family: "", kind: "block" };
}

/** A network's graph, small, in the colours of its layers' families. The words beside it say what it is. */
export function Thumbnail({ nodes, wires }: ThumbnailProps) {
  const { data: catalog } = useQuery(catalogQuery);
  if (nodes.length === 0) return <div className={classes.noThumbnail}>Empty</div>;
  const small = miniature(nodes, wires);
  const colorOf = (layer: string) => (catalog ? lookOf(catalog.layers[layer] ?? blockLook(layer)).colour : "#6b7280");
  return (
    <svg viewBox={`0 0 ${small.width} ${small.height}`} className={classes.thumbnail} aria-hidden="true">
      {small.wires.map((wire) => (
        <line
          key={`${wire.from.join()} ${wire.to.join()}`}
          x1={wire.from[0]}
          y1={wire.from[1]}
          x2={wire.to[0]}
          y2={wire.to[1]}
          className={classes.wire}
        />
      ))}
      {small.boxes.map((box) => (
        <rect
          key={`${box.x} ${box.y} ${box.layer}`}
          x={box.x}
          y={box.y}
          width={small.box.width}
          height={small.box.height}
          rx={12}
          fill={colorOf(box.layer)}
        />
      ))}
    </svg>
  );
}
