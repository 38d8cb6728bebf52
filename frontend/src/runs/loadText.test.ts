import { describe, expect, it } from "vitest";
import { loadText } from "./loadText";

describe("loadText", () => {
  it("says what a training takes of the machine", () => {
    const load = { kind: "load", step: 9, samples_per_second: 1240.4, memory: 612_345_678, cpu: 1.72, at: 3 } as const;
    expect(loadText(load, 0.001)).toBe("1,240 samples/s, 612 MB of memory, 1.7 cores, learning rate 0.001");
    const onGpu = { ...load, memory_free: 8.1e9, gpu: 0.874, gpu_memory: 12.3e9, gpu_memory_of: 40e9 };
    expect(loadText(onGpu, null)).toBe(
      "1,240 samples/s, 612 MB of memory (8.1 GB free), 1.7 cores, GPU 87 % busy, 12.3 GB of 40.0 GB of its memory taken",
    );
    expect(loadText({ ...load, memory: 3.4e9, cpu: 1 }, null)).toBe("1,240 samples/s, 3.4 GB of memory, 1 core");
  });
});
