import { Tooltip, UnstyledButton } from "@mantine/core";
import { memo } from "react";
import { lookOf } from "@/canvas/families";
import { LAYER_TYPE } from "@/canvas/useDrop";
import { insertLayer } from "@/editor/commands";
import type { LayerSpec } from "@/graph/types";
import classes from "./Palette.module.css";

/** One layer of the palette: drag it onto the canvas, or press it to insert it behind the selection. */
export const LayerItem = memo(function LayerItem({ layer, isFirst = false }: { layer: LayerSpec; isFirst?: boolean }) {
  const look = lookOf(layer);
  const Icon = look.icon;
  const isOff = layer.unavailable !== "";
  return (
    <li>
      <Tooltip label={layer.unavailable || layer.summary} position="right" openDelay={700}>
        <UnstyledButton
          className={classes.item}
          data-item
          data-first={isFirst || undefined}
          draggable={!isOff}
          aria-disabled={isOff}
          aria-description={layer.unavailable || layer.summary}
          onDragStart={(event) => {
            event.dataTransfer.setData(LAYER_TYPE, layer.name);
            event.dataTransfer.effectAllowed = "copy";
          }}
          onClick={(event) => !isOff && insertLayer(layer.name, event.shiftKey)}
        >
          <span className={classes.swatch} style={{ background: look.colour, color: look.ink }}>
            <Icon size={14} stroke={1.8} aria-hidden />
          </span>
          <span className={classes.words}>
            <span className={classes.name}>{layer.name}</span>
            <span className={classes.summary} aria-hidden>
              {layer.unavailable || layer.summary}
            </span>
          </span>
        </UnstyledButton>
      </Tooltip>
    </li>
  );
});
