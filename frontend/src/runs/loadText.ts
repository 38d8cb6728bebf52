import { measuredText } from "./numbers";
import type { RunEvent } from "./types";

export type Load = Extract<RunEvent, { kind: "load" }>;

/** "1,240 samples/s, 612 MB of memory (8.1 GB free), 1.7 cores, GPU 87 % busy, 12.3 GB of 40.0 GB of its memory taken, learning rate 0.001". */
export function loadText(load: Load, rate: number | null): string {
  const parts = [
    `${measuredText(Math.round(load.samples_per_second))} samples/s`,
    `${memoryText(load.memory)} of memory${typeof load.memory_free === "number" ? ` (${memoryText(load.memory_free)} free)` : ""}`,
    `${measuredText(Number(load.cpu.toFixed(1)))} ${load.cpu.toFixed(1) === "1.0" ? "core" : "cores"}`,
    ...gpuParts(load),
  ];
  return [...parts, ...(rate === null ? [] : [`learning rate ${Number(rate.toPrecision(6))}`])].join(", ");
}

function gpuParts({ gpu, gpu_memory, gpu_memory_of }: Load): string[] {
  const busy = typeof gpu === "number" ? [`GPU ${Math.round(gpu * 100)} % busy`] : [];
  if (typeof gpu_memory !== "number") return busy;
  const whole = gpu_memory_of ? ` of ${memoryText(gpu_memory_of)}` : "";
  return [...busy, `${memoryText(gpu_memory)}${whole} of its memory taken`];
}

function memoryText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
