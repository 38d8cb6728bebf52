import { ScrollArea, useComputedColorScheme } from "@mantine/core";
import { Fragment } from "react";
import type { Change } from "./graphDifference";
import { INK, type Scheme } from "./lineStyles";
import classes from "./NetworkPicture.module.css";
import { pictureOf } from "./networkBoxes";
import type { Document } from "./types";

const SIGNS: Record<Change, string> = { same: "", added: "+", removed: "−", changed: "≠" };
const EDGES: Record<Scheme, Record<Change, string>> = {
  light: { same: "#ced4da", added: "#099268", removed: "#e03131", changed: "#e8590c" },
  dark: { same: "#5c5f66", added: "#38d9a9", removed: "#ff8787", changed: "#ffa94d" },
};
const SHRUNK = 0.75; // on the screen

interface NetworkPictureProps {
  network: Document;
  changes: ReadonlyMap<string, Change>;
  label: string;
}

/** A network as it stands on its canvas, with what changed marked by sign and colour. The table below says the same in words. Every colour stands in the elements: it is saved as it is. */
export function NetworkPicture({ network, changes, label }: NetworkPictureProps) {
  const scheme = useComputedColorScheme("light");
  const { text, back } = INK[scheme];
  const { width, height, boxes, wires } = pictureOf(network);
  return (
    <ScrollArea.Autosize mah={420} type="auto" className={classes.frame} viewportProps={{ tabIndex: 0 }}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width * SHRUNK}
        height={height * SHRUNK}
        role="img"
        aria-label={label}
        fontFamily="system-ui, sans-serif"
      >
        {wires.map((wire) => (
          <path
            key={wire.key}
            fill="none"
            stroke={text}
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
                fill={back}
                stroke={EDGES[scheme][change]}
                strokeWidth={change === "same" ? 1 : 3}
                strokeDasharray={change === "removed" ? "6 4" : undefined}
              />
              <text x={box.x + 10} y={box.y + 20} fontSize={14} fontWeight={600} fill={text}>
                {box.title}
              </text>
              <text x={box.x + 10} y={box.y + 38} fontSize={12} fill={text}>
                {box.name}
              </text>
              <text
                x={box.x + box.width - 12}
                y={box.y + 24}
                fontSize={20}
                fontWeight={700}
                textAnchor="end"
                fill={text}
              >
                {SIGNS[change]}
              </text>
            </Fragment>
          );
        })}
      </svg>
    </ScrollArea.Autosize>
  );
}
