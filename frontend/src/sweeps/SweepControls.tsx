import { Button, Text } from "@mantine/core";
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconPlayerTrackNextFilled,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { DeleteDialog } from "@/app/AskDialogs";
import { tell } from "@/app/tell";
import { plural } from "@/graph/format";
import { NumberPopover } from "@/runs/NumberPopover";
import { isOver } from "@/runs/states";
import { deleteSweep, noteSweep, sweepCommands } from "./queries";
import { isDone } from "./sweepStates";
import type { Sweep } from "./types";

function complain(error: Error): void {
  tell("This was not done")(error);
}

/** The buttons that a sweep's state allows. */
export function SweepControls({ sweep }: { sweep: Sweep }) {
  const [isAsking, setAsking] = useState(false);
  const asked = useMutation({
    mutationFn: (act: () => Promise<Sweep>) => act(),
    onSuccess: noteSweep,
    onError: complain,
  });
  const ask = (act: () => Promise<Sweep>) => () => asked.mutate(act);
  const { id, state } = sweep;
  const busy = asked.isPending;
  const more = sweep.most - sweep.planned;
  const isMade = sweep.proposed >= sweep.planned;
  return (
    <>
      {state === "running" && (
        <Button
          leftSection={<IconPlayerPauseFilled size={16} />}
          onClick={ask(() => sweepCommands.pause(id))}
          loading={busy}
        >
          Pause
        </Button>
      )}
      {(state === "paused" || (state === "stopped" && !isMade)) && (
        <Button
          leftSection={<IconPlayerPlayFilled size={16} />}
          onClick={ask(() => sweepCommands.resume(id))}
          loading={busy}
        >
          {state === "paused" ? "Resume" : "Go on"}
        </Button>
      )}
      {!isOver(state) && (
        <Button
          leftSection={<IconPlayerStopFilled size={16} />}
          onClick={ask(() => sweepCommands.stop(id))}
          loading={busy}
        >
          Stop
        </Button>
      )}
      {(state === "finished" || (state === "stopped" && isMade)) && more > 0 && (
        <NumberPopover
          label="More trials"
          icon={<IconPlayerTrackNextFilled size={16} />}
          title="More trials"
          action="Go on"
          first={Math.min(more, 5)}
          limits={{ min: 1, max: more, whole: true }}
          busy={busy}
          onNumber={(trials) => asked.mutate(() => sweepCommands.resume(id, sweep.planned + trials))}
        />
      )}
      {isDone(sweep) && (
        <Button leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
          Delete
        </Button>
      )}
      {isAsking && <DeleteSweepDialog sweep={sweep} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Asks whether a sweep and its runs may go. */
function DeleteSweepDialog({ sweep, onClose }: { sweep: Sweep; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <DeleteDialog
      name={sweep.name}
      remove={() => deleteSweep(sweep)}
      onDeleted={() => navigate(`/networks/${sweep.network}`, { replace: true })}
      onClose={onClose}
    >
      <Text size="sm">
        The sweep and its {plural(sweep.trials.length, "run")} with what they learned will be gone for good.
      </Text>
    </DeleteDialog>
  );
}
