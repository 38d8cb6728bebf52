import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { ApiError, sentenceOf } from "@/api/client";
import { queryClient } from "@/app/session";
import { useEditor } from "@/graph/store";
import { useDialogs } from "./dialogs";
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
  notifications.show({ color: "red", title: "Training was not started", message: sentenceOf(error) });
}

/** Starts a run of the network as it stands, and goes to it. A second press while the first is on its way does nothing. */
export function TrainButton({ networkId }: { networkId: string }) {
  const navigate = useNavigate();
  const isStarting = useRef(false);
  const start = useMutation({
    mutationFn: () => startRun(networkId, useEditor.getState().document),
    onSuccess: (run) => {
      void queryClient.invalidateQueries({ queryKey: ["networks"] });
      void navigate(`/runs/${run}`);
    },
    onError: refuse,
    onSettled: () => {
      isStarting.current = false;
    },
  });
  const onClick = () => {
    if (isStarting.current) return;
    isStarting.current = true;
    start.mutate();
  };
  return (
    <Button
      variant="filled"
      size="xs"
      px="md"
      loading={start.isPending}
      onClick={onClick}
      leftSection={<IconPlayerPlayFilled size={13} />}
    >
      Train
    </Button>
  );
}
