import { useMediaQuery } from "@mantine/hooks";
import { MiniMap } from "@xyflow/react";
import { memo } from "react";
import classes from "./Canvas.module.css";
import { lookOf } from "./families";
import type { LayerFlowNode } from "./flow";

const LARGE = { width: 150, height: 110 };
const SMALL = { width: 96, height: 74 };

function colourOf(node: LayerFlowNode): string {
  return lookOf(node.data.spec).colour;
}

/** The whole network, small: click or drag in it to go there. */
export const CanvasMap = memo(function CanvasMap() {
  const isNarrow = useMediaQuery("(max-width: 1200px)", false, { getInitialValueInEffect: false });
  return (
    <MiniMap<LayerFlowNode>
      className={classes.map}
      style={isNarrow ? SMALL : LARGE}
      position="bottom-right"
      nodeColor={colourOf}
      nodeBorderRadius={12}
      ariaLabel="Map of the network"
      pannable
      zoomable
    />
  );
});
