import { Tooltip, UnstyledButton } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { lookOf } from "@/canvas/families";
import { LAYER_TYPE } from "@/canvas/useDrop";
import { chooseLayer } from "@/editor/nodeCommands";
import { titleOf } from "@/graph/describe";
import { SYMBOLS } from "@/graph/symbols";
import type { LayerSpec } from "@/graph/types";
import classes from "./Palette.module.css";

/** `more`: what stands beside it. */
type Props = { layer: LayerSpec; isFirst?: boolean; onChosen?: () => void; more?: ReactNode };

/** One layer of the palette: drag it onto the canvas, or press it to insert it behind the selection. */
export const LayerItem = memo(function LayerItem({ layer, isFirst = false, onChosen, more }: Props) {
  const look = lookOf(layer);
  const Icon = look.icon;
  const isOff = layer.unavailable !== "";
  const symbol = SYMBOLS[layer.name];
  return (
    <li className={classes.row}>
      <Tooltip label={layer.unavailable || layer.summary} position="right" openDelay={700}>
        <UnstyledButton
          className={classes.item}
          data-item
          data-palette-layer={layer.name}
          data-first={isFirst || undefined}
          draggable={!isOff}
          aria-disabled={isOff}
          aria-description={layer.unavailable || layer.summary}
          onDragStart={(event) => {
            event.dataTransfer.setData(LAYER_TYPE, layer.name);
            event.dataTransfer.effectAllowed = "copy";
          }}
          onClick={(event) => {
            if (isOff) return;
            chooseLayer(layer.name, event.shiftKey);
            onChosen?.();
          }}
        >
          <span className={classes.swatch} style={{ background: look.colour, color: look.ink }} aria-hidden>
            {symbol ? <span className={classes.symbol}>{symbol}</span> : <Icon size={14} stroke={1.8} />}
          </span>
          <span className={classes.words}>
            <span className={classes.name}>{titleOf(layer.name)}</span>
            <span className={classes.summary} aria-hidden>
              {layer.unavailable || layer.summary}
            </span>
          </span>
        </UnstyledButton>
      </Tooltip>
      {more}
    </li>
  );
});
