import { Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useEditor } from "@/graph/store";
import { ProblemItem } from "./ProblemItem";

/** Every problem at once: errors first, then warnings, each in the order of the network. */
export function ProblemsTab() {
  const problems = useEditor((state) => state.problems);
  const isChecked = useEditor((state) => state.analysis !== null || state.problems.size > 0);
  const failure = useEditor((state) => state.analysisFailure);
  const all = useMemo(() => {
    const flat = [...problems.values()].flat();
    return flat.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  }, [problems]);
  if (all.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {failure || (isChecked ? "No problems. The network can be trained." : "Asking Keras.")}
      </Text>
    );
  }
  return (
    <Stack gap={8} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
      {all.map((problem) => (
        <li key={`${problem.code} ${problem.node} ${problem.message}`}>
          <ProblemItem problem={problem} />
        </li>
      ))}
    </Stack>
  );
}
