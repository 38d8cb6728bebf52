/** Workers in words, and what can be asked of them. */
import { formatBytes, plural } from "@/graph/format";
import type { Backend, Device, Worker } from "./types";

interface Choice<T> {
  readonly value: T;
  readonly label: string;
}

export const TITLES: Readonly<Record<string, string>> = { tensorflow: "TensorFlow", jax: "JAX", torch: "PyTorch" };

export const DEVICES: readonly Choice<Device>[] = [
  { value: "any", label: "Any" },
  { value: "cpu", label: "CPU" },
  { value: "gpu", label: "One GPU" },
  { value: "gpus", label: "All GPUs" },
];

const MEANINGS: Readonly<Record<Device, string>> = {
  any: "A GPU where one is free, else a CPU.",
  cpu: "The processor of a worker.",
  gpu: "One GPU of a worker.",
  gpus: "Every GPU of one machine, each with a part of every batch.",
};

/** What a device means, and that nobody has it where that is so; nothing of that while no worker has told. */
export function deviceText(device: Device, workers: readonly Worker[] | undefined): string {
  const lacks = device !== "any" && workers !== undefined && !workers.some((worker) => serves(worker, device));
  return lacks ? `${MEANINGS[device]} No worker that is there has one.` : MEANINGS[device];
}

function serves(worker: Worker, device: Device): boolean {
  return worker.queues.some((queue) => queue.split(".")[0] === device.replace("gpus", "gpu"));
}

/** The back ends to choose from: those that workers run, and the one that is chosen; none where there is nothing to choose. */
export function backendChoices(workers: readonly Worker[], chosen: Backend): readonly Choice<Backend>[] {
  const there = Object.keys(TITLES).filter((name) => name === chosen || workers.some((one) => one.backend === name));
  const isChoice = there.length > 1 || chosen !== "any";
  return isChoice
    ? [
        { value: "any", label: "Any" },
        ...there.map((name) => ({ value: name as Backend, label: TITLES[name] ?? name })),
      ]
    : [];
}

/** How many runs could start at once, and how many train. */
export function placesText(workers: readonly Worker[]): string {
  const all = workers.reduce((sum, worker) => sum + worker.runs, 0);
  const busy = workers.reduce((sum, worker) => sum + worker.busy, 0);
  return all === 0 ? "no worker" : `${plural(all - busy, "worker")} free, ${busy} busy`;
}

/** What a worker has, a line a device. */
export function deviceLines(worker: Worker): string[] {
  return worker.devices.map(({ kind, name, memory }) => {
    const size = memory > 0 ? `, ${formatBytes(memory)}` : "";
    return kind === "cpu" ? `${name}, ${plural(worker.cores, "core")}${size}` : `${name}${size}`;
  });
}

/** How many runs a worker trains, and could. */
export function loadText({ runs, busy }: Worker): string {
  return `${busy} of ${plural(runs, "run")} at once`;
}

/** What Keras runs on there. */
export function kerasText(worker: Worker): string {
  const title = TITLES[worker.backend] ?? worker.backend;
  return `Keras ${worker.versions.Keras ?? ""} on ${title} ${worker.versions[title] ?? ""}`
    .replaceAll("  ", " ")
    .trim();
}
