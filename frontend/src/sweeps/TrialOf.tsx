import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Run } from "@/runs/types";
import { sweepQuery } from "./queries";
import { valuesText } from "./trials";

/** Of which sweep a run is a trial, what was set for it, and why it was ended early, where it was. */
export function TrialOf({ run }: { run: Run }) {
  const { data: sweep } = useQuery({ ...sweepQuery(run.sweep ?? ""), enabled: run.sweep !== null });
  if (run.sweep === null) return null;
  return (
    <Text size="sm">
      <Anchor component={Link} to={`/sweeps/${run.sweep}`} size="sm">
        Trial {run.trial} of {sweep?.name ?? "a sweep"}
      </Anchor>
      : {valuesText(run.values)}.{run.pruned && ` ${run.pruned}`}
    </Text>
  );
}
