import { create } from "zustand";
import { INK, lineStyle } from "../lineStyles";
import type { Run, RunState } from "../types";
import { sampleOf } from "./layer";
import { mapUrl } from "./mapImage";
import type { Layer } from "./types";

interface NodePictures {
  /** By a node's path within blocks: a small picture of what it makes of a sample, as a data URL. */
  pictures: ReadonlyMap<string, string>;
  /** What they are of: "Epoch 3 of Run 2". */
  title: string;
}

/** The small pictures of the nodes of the open network. They never pass through the canvas's own nodes: each node draws its own. */
export const useNodePictures = create<NodePictures>(() => ({ pictures: new Map(), title: "" }));

export function showPictures(layers: readonly Layer[], title: string): void {
  const ofNodes = layers.filter((layer) => layer.kind !== "scores");
  useNodePictures.setState({
    pictures: new Map(ofNodes.flatMap(pathsOf).map(([path, layer]) => [path, pictureOf(layer)])),
    title,
  });
}

const NEAREST: readonly RunState[] = ["running", "pausing", "stopping", "starting", "queued", "paused"];

/** Of the watched runs of a network, newest first, the one whose pictures its nodes bear: that which trains, or is the next to. */
export function runToFollow<R extends Pick<Run, "eyes" | "state" | "position">>(runs: readonly R[]): R | undefined {
  const living = runs.filter((run) => run.eyes && NEAREST.includes(run.state));
  return living.toSorted(
    (a, b) => NEAREST.indexOf(a.state) - NEAREST.indexOf(b.state) || (a.position ?? 0) - (b.position ?? 0),
  )[0];
}

export function clearPictures(): void {
  if (useNodePictures.getState().pictures.size > 0) useNodePictures.setState({ pictures: new Map(), title: "" });
}

/** A layer stands for its own node, and the last one within a block for the block. */
export function pathsOf<T extends Pick<Layer, "path">>(layer: T): [string, T][] {
  return layer.path.map((_, depth) => [layer.path.slice(0, depth + 1).join("/"), layer]);
}

/** The map that varies most; of a vector its bars. */
function pictureOf(layer: Layer): string {
  const sample = sampleOf(layer, 0);
  if (layer.kind === "vector") return barsUrl(sample.numbers);
  const [best] = sample.maps.toSorted((a, b) => spreadOf(b) - spreadOf(a));
  return best ? mapUrl(best, layer.width, layer.height) : "";
}

export function spreadOf(map: Uint8Array): number {
  const mean = map.reduce((sum, byte) => sum + byte, 0) / map.length;
  return map.reduce((sum, byte) => sum + (byte - mean) ** 2, 0) / map.length;
}

const SIDE = 40;
const MOST_BARS = 40;

function barsUrl(numbers: readonly number[]): string {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const pen = canvas.getContext("2d");
  if (pen === null) return "";
  const shown = numbers.slice(0, MOST_BARS);
  const low = Math.min(0, ...shown);
  const span = Math.max(0, ...shown) - low || 1;
  const up = (value: number) => SIDE - ((value - low) / span) * SIDE;
  pen.fillStyle = INK.light.back;
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.fillStyle = lineStyle(0, "light").color;
  const step = SIDE / shown.length;
  shown.forEach((value, place) => {
    pen.fillRect(
      place * step,
      Math.min(up(0), up(value)),
      Math.max(1, step - 0.5),
      Math.max(1, Math.abs(up(value) - up(0))),
    );
  });
  return canvas.toDataURL();
}
