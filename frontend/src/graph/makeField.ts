import type { DataField } from "./types";

/** A field of data for a test: of no kind of its own but what is given. */
export function makeField(name: string, kind: DataField["kind"], given: Partial<DataField> = {}): DataField {
  return {
    name,
    title: name,
    kind,
    shape: [],
    dtype: "float32",
    classes: [],
    columns: [],
    dates: [],
    mean: [],
    scale: [],
    unit: "",
    vocabulary_size: null,
    ...given,
  };
}
