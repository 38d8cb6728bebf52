import { Select, Stack, Title } from "@mantine/core";
import { DtypePolicySelect } from "@/inspector/DtypePolicySelect";
import { Markable } from "@/inspector/Markable";
import { setting, useTraining } from "./useTraining";

const COMPILING = [
  { value: "auto", label: "left to Keras" },
  { value: "true", label: "on" },
  { value: "false", label: "off" },
];

const MEANINGS: Readonly<Record<string, string>> = {
  auto: "Keras compiles with XLA where there is a GPU and every layer can be compiled.",
  true: "XLA compiles the steps of the training: slow to start, often faster after.",
  false: "The steps of the training are never compiled with XLA.",
};

const JIT = setting({ name: "jit_compile", kind: "bool", help: "Whether XLA compiles the steps of the training." });

/** What makes a training faster or finer without changing what is learned. */
export function SpeedFields() {
  const [{ jit_compile: jit }, change] = useTraining();
  const value = jit === null ? "auto" : String(jit);
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        Speed and precision
      </Title>
      <Markable param={JIT} value={jit ?? undefined}>
        <Select
          size="xs"
          label="jit_compile"
          description={MEANINGS[value]}
          data={COMPILING}
          value={value}
          allowDeselect={false}
          onChange={(chosen) => change({ jit_compile: chosen === "auto" ? null : chosen === "true" })}
        />
      </Markable>
      <DtypePolicySelect />
    </Stack>
  );
}
