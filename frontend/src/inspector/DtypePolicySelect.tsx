import { Select } from "@mantine/core";
import { useEditor } from "@/graph/store";
import type { Document } from "@/graph/types";

const POLICIES: readonly { value: Document["dtype_policy"]; label: string }[] = [
  { value: "float32", label: "float32" },
  { value: "mixed_float16", label: "mixed_float16" },
  { value: "mixed_bfloat16", label: "mixed_bfloat16" },
  { value: "float16", label: "float16" },
  { value: "bfloat16", label: "bfloat16" },
  { value: "float64", label: "float64" },
];

const MEANINGS: Readonly<Record<Document["dtype_policy"], string>> = {
  float32: "Weights and sums in 32 bits, as is usual.",
  mixed_float16: "Weights in 32 bits, sums in 16: faster on GPUs that have tensor cores.",
  mixed_bfloat16: "Weights in 32 bits, sums in bfloat16: faster on newer GPUs and TPUs, with the range of float32.",
  float16: "Everything in 16 bits: half the memory, and easily too coarse to learn with.",
  bfloat16: "Everything in bfloat16: half the memory, with the range of float32.",
  float64: "Everything in 64 bits: slow, for when float32 is too coarse.",
};

/** The precision that every layer computes with that names none. */
export function DtypePolicySelect() {
  const policy = useEditor((state) => state.document.dtype_policy);
  return (
    <Select
      size="xs"
      label="dtype policy"
      description={MEANINGS[policy]}
      data={POLICIES}
      value={policy}
      allowDeselect={false}
      onChange={(value) =>
        useEditor.getState().edit("Set the dtype policy", (document) => ({
          ...document,
          dtype_policy: (value ?? "float32") as Document["dtype_policy"],
        }))
      }
    />
  );
}
