import type { Numbers } from "./numbers";
import type { Ranked } from "./types";

/** Samples in the order of their loss as a table: a row an output of a sample. */
export function rankedNumbers(samples: readonly Ranked[]): Numbers {
  return {
    head: ["sample", "loss", "output", "true", "predicted", "share"],
    rows: samples.flatMap(({ sample, loss, said }) =>
      said.map((one) => [sample.index, loss, one.output, one.true, one.predicted, one.share]),
    ),
  };
}
