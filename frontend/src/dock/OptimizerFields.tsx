import { Select, Stack, Title } from "@mantine/core";
import { withKey } from "@/graph/edit";
import { useEditor } from "@/graph/store";
import { ParamForm } from "@/inspector/ParamForm";
import { useTraining } from "./useTraining";

/** The optimizer and its arguments. */
export function OptimizerFields() {
  const [{ optimizer }, change] = useTraining();
  const optimizers = useEditor((state) => state.catalog.optimizers);
  const spec = optimizers[optimizer.class_name];
  const names = Object.keys(optimizers);
  return (
    <Stack gap={8}>
      <Title order={2} size="h6">
        Optimizer
      </Title>
      <Select
        size="xs"
        aria-label="Optimizer"
        data={spec ? names : [...names, optimizer.class_name]}
        value={optimizer.class_name}
        allowDeselect={false}
        searchable
        onChange={(name) => name && change({ optimizer: { class_name: name, config: {} } })}
      />
      {spec && (
        <ParamForm
          params={spec.params ?? []}
          config={optimizer.config}
          onChange={(name, value) =>
            change({ optimizer: { ...optimizer, config: withKey(optimizer.config, name, value) } })
          }
        />
      )}
    </Stack>
  );
}
