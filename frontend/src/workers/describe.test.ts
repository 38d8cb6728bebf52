import { describe, expect, it } from "vitest";
import { backendChoices, deviceLines, deviceText, kerasText, loadText, placesText } from "./describe";
import type { Worker } from "./types";

function makeWorker(given: Partial<Worker> = {}): Worker {
  return {
    name: "training@here",
    host: "here",
    backend: "tensorflow",
    versions: { Keras: "3.15.1", TensorFlow: "2.21.0" },
    queues: ["cpu"],
    devices: [{ kind: "cpu", name: "AMD EPYC", memory: 16e9 }],
    cores: 4,
    memory: 16e9,
    runs: 1,
    busy: 0,
    ...given,
  };
}

const JAX = makeWorker({
  backend: "jax",
  versions: { Keras: "3.15.1", JAX: "0.10.2" },
  queues: ["gpu.jax"],
  devices: [
    { kind: "cpu", name: "AMD EPYC", memory: 16e9 },
    { kind: "gpu", name: "NVIDIA A100", memory: 0 },
  ],
  runs: 2,
  busy: 1,
});

describe("workers in words", () => {
  it("counts the runs that could start and those that train", () => {
    expect(placesText([])).toBe("no worker");
    expect(placesText([makeWorker()])).toBe("1 worker free, 0 busy");
    expect(placesText([makeWorker({ busy: 1 }), JAX])).toBe("1 worker free, 2 busy");
  });

  it("says what a worker has and what Keras runs on there", () => {
    expect(deviceLines(JAX)).toEqual([expect.stringMatching(/^AMD EPYC, 4 cores, 1\d/), "NVIDIA A100"]);
    expect(loadText(JAX)).toBe("1 of 2 runs at once");
    expect(kerasText(JAX)).toBe("Keras 3.15.1 on JAX 0.10.2");
  });

  it("offers back ends only where there is a choice, and keeps one that was chosen and is gone", () => {
    expect(backendChoices([makeWorker()], "any")).toEqual([]);
    expect(backendChoices([makeWorker(), JAX], "any").map(({ value }) => value)).toEqual(["any", "tensorflow", "jax"]);
    expect(backendChoices([makeWorker()], "torch").map(({ value }) => value)).toEqual(["any", "tensorflow", "torch"]);
  });

  it("says that nobody has a device, once workers have told", () => {
    expect(deviceText("gpu", [makeWorker()])).toMatch("No worker that is there has one");
    expect(deviceText("gpus", [JAX])).not.toMatch("No worker");
    expect(deviceText("gpu", undefined)).not.toMatch("No worker");
    expect(deviceText("any", [])).not.toMatch("No worker");
  });
});
