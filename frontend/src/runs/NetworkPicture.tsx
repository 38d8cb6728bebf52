import { ScrollArea } from "@mantine/core";
import { Fragment } from "react";
import type { Change } from "./graphDifference";
import classes from "./NetworkPicture.module.css";
import { pictureOf } from "./networkBoxes";
import type { Document } from "./types";

const SIGNS: Record<Change, string> = { same: "", added: "+", removed: "−", changed: "≠" };

interface NetworkPictureProps {
  network: Document;
  changes: ReadonlyMap<string, Change>;
  label: string;
}

/** A network as it stands on its canvas, with what changed marked by sign and colour. The table beside it says the same in words. */
export function NetworkPicture({ network, changes, label }: NetworkPictureProps) {
  const { width, height, boxes, wires } = pictureOf(network);
  return (
    <ScrollArea.Autosize mah={420} type="auto" className={classes.frame} viewportProps={{ tabIndex: 0 }}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width * 0.75} height={height * 0.75} role="img" aria-label={label}>
        {wires.map((wire) => (
          <path
            key={wire.key}
            className={classes.wire}
            d={`M${wire.from[0]},${wire.from[1]} C${wire.from[0]},${wire.from[1] + 30} ${wire.to[0]},${wire.to[1] - 30} ${wire.to[0]},${wire.to[1]}`}
          />
        ))}
        {boxes.map((box) => {
          const change = changes.get(box.id) ?? "same";
          return (
            <Fragment key={box.id}>
              <rect
                x={box.x}
                y={box.y}
                width={box.width}
                height={box.height}
                rx={8}
                className={classes.box}
                data-change={change}
              />
              <text x={box.x + 10} y={box.y + 20} className={classes.title}>
                {box.title}
              </text>
              <text x={box.x + 10} y={box.y + 38} className={classes.name}>
                {box.name}
              </text>
              <text x={box.x + box.width - 12} y={box.y + 24} className={classes.sign} data-change={change}>
                {SIGNS[change]}
              </text>
            </Fragment>
          );
        })}
      </svg>
    </ScrollArea.Autosize>
  );
}
