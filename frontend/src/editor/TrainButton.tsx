import { Button, Menu, Text } from "@mantine/core";
import { IconChevronDown, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { ApiError } from "@/api/client";
import { queryClient } from "@/app/session";
import { tell } from "@/app/tell";
import { plural } from "@/graph/format";
import { useEditor } from "@/graph/store";
import { plannedTrials } from "@/graph/sweep";
import { startSweep } from "@/sweeps/queries";
import { useDialogs } from "./dialogs";
import { goToSweep } from "./goToField";
import { startRun } from "./network";

function refuse(error: Error): void {
  if (error instanceof ApiError && error.problems.some(({ code }) => code === "no_worker")) {
    useDialogs.getState().showTab("training");
  } else if (error instanceof ApiError && error.status === 422) {
    useEditor.getState().analysisFailed("", error.problems);
    useDialogs
      .getState()
      .showTab(error.problems.some((problem) => problem.code.includes("dataset")) ? "training" : "problems");
  }
  tell("Training was not started")(error);
}

/** Starts something and goes to its page. A second press while the first is on its way does nothing. */
function useStarting(start: () => Promise<string>): { start: () => void; isPending: boolean } {
  const navigate = useNavigate();
  const isStarting = useRef(false);
  const starting = useMutation({
    mutationFn: start,
    onSuccess: (page) => {
      void queryClient.invalidateQueries({ queryKey: ["networks"] });
      void navigate(page);
    },
    onError: refuse,
    onSettled: () => {
      isStarting.current = false;
    },
  });
  const once = () => {
    if (isStarting.current) return;
    isStarting.current = true;
    starting.mutate();
  };
  return { start: once, isPending: starting.isPending };
}

type SweepMenuProps = { trials: number; onTrain: () => void; onSweep: () => void; isPending: boolean };

/** What else the button can do while fields are marked. */
function SweepMenu({ trials, onTrain, onSweep, isPending }: SweepMenuProps) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="filled" size="xs" px={6} aria-label="Train or sweep" loading={isPending}>
          <IconChevronDown size={14} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onSweep}>
          Sweep: {plural(trials, "trial")}
          <Text size="xs" c="dimmed">
            Tries the values of the marked fields.
          </Text>
        </Menu.Item>
        <Menu.Item onClick={() => goToSweep()}>
          Sweep settings
          <Text size="xs" c="dimmed">
            What is searched, how, and for what.
          </Text>
        </Menu.Item>
        <Menu.Item onClick={onTrain}>
          Train once
          <Text size="xs" c="dimmed">
            With the values that are drawn.
          </Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Starts a run of the network as it stands; while fields are marked, a sweep over them is offered too. */
export function TrainButton({ networkId }: { networkId: string }) {
  const sweep = useEditor((state) => state.document.training.sweep);
  const run = useStarting(async () => `/runs/${await startRun(networkId, useEditor.getState().document)}`);
  const search = useStarting(async () => `/sweeps/${await startSweep(networkId, useEditor.getState().document)}`);
  const train = (
    <Button
      variant="filled"
      size="xs"
      px="md"
      loading={run.isPending}
      data-guide="train"
      onClick={run.start}
      leftSection={<IconPlayerPlayFilled size={13} />}
    >
      Train
    </Button>
  );
  if (!sweep?.fields.length) return train;
  return (
    <Button.Group>
      {train}
      <SweepMenu
        trials={plannedTrials(sweep)}
        onTrain={run.start}
        onSweep={search.start}
        isPending={search.isPending}
      />
    </Button.Group>
  );
}
