import { Button, Text } from "@mantine/core";
import { IconPencilCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import type { LineState } from "@/app/socket";
import { LiveHead } from "@/runs/LiveHead";
import { metricTitle, numberText } from "@/runs/numbers";
import { StateLabel } from "@/runs/StateBadge";
import { SweepControls } from "./SweepControls";
import { endedTrials, isDone, sweepLook } from "./sweepStates";
import { takeValues } from "./takeValues";
import { valuesText } from "./trials";
import type { Sweep, SweepDetail } from "./types";

const METHOD: Readonly<Record<Sweep["method"], string>> = {
  grid: "by grid",
  random: "at random",
  optuna: "with Optuna",
};
const PRUNING: Readonly<Record<Sweep["pruning"], string>> = {
  none: "",
  median: ", pruned by the median",
  hyperband: ", pruned by Hyperband",
};

/** What the sweep searches, how far it has come, its best trial, and the buttons that pause and end it. */
export function SweepHeader({ sweep, line }: { sweep: SweepDetail; line: LineState }) {
  const best = sweep.trials.find(({ number }) => number === sweep.best);
  const isOwn = sweep.author === null;
  const ended = endedTrials(sweep);
  const share = ended / Math.max(1, sweep.planned);
  const text = `${ended} of ${sweep.planned} trials done`;
  return (
    <LiveHead
      of={sweep}
      state={<StateLabel {...sweepLook(sweep.state)} />}
      buttons={
        <>
          {isOwn && <SweepControls sweep={sweep} />}
          {isOwn && best && (
            <Button
              variant="filled"
              leftSection={<IconPencilCheck size={16} />}
              component={Link}
              to={`/networks/${sweep.network}`}
              onClick={() => takeValues(sweep, best)}
            >
              Use the best values
            </Button>
          )}
        </>
      }
      progress={{ label: "Trials done", share, text, failed: sweep.state === "failed" }}
      more={`. ${searchText(sweep)}`}
      line={line}
      meanwhile="The sweep goes on; this page catches up when the line is back."
    >
      {best && (
        <Text size="sm">
          {isDone(sweep) ? "Best" : "Best so far"}: trial {best.number} with {valuesText(best.values)}:{" "}
          {metricTitle(sweep.objective).toLowerCase()} {numberText(best.objective)}.
        </Text>
      )}
    </LiveHead>
  );
}

function searchText(sweep: Sweep): string {
  const goal = sweep.direction === "min" ? "smallest" : "largest";
  const names = sweep.fields.map(({ name }) => name).join(", ");
  const objective = metricTitle(sweep.objective).toLowerCase();
  return `Searches ${names} ${METHOD[sweep.method]} for the ${goal} ${objective}${PRUNING[sweep.pruning]}.`;
}
