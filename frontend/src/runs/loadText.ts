import { measuredText } from "./numbers";
import type { RunEvent } from "./types";

export type Load = Extract<RunEvent, { kind: "load" }>;

/** "1,240 samples/s, 612 MB of memory, 1.7 cores, learning rate 0.001". */
export function loadText(load: Load, rate: number | null): string {
  const parts = [
    `${measuredText(Math.round(load.samples_per_second))} samples/s`,
    `${memoryText(load.memory)} of memory`,
    `${measuredText(Number(load.cpu.toFixed(1)))} ${load.cpu.toFixed(1) === "1.0" ? "core" : "cores"}`,
  ];
  return [...parts, ...(rate === null ? [] : [`learning rate ${Number(rate.toPrecision(6))}`])].join(", ");
}

function memoryText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
