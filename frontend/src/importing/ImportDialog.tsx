import { Alert, Button, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { IconAlertCircle } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import type { Document } from "@/graph/types";
import { Asking } from "./Asking";
import { type ImportState, takeWeights, useImporting } from "./importing";
import classes from "./importing.module.css";
import { Networks } from "./Networks";
import { Report } from "./Report";
import type { WeightsRead } from "./read";
import { useFileDrop } from "./useFileDrop";
import { useFocusOnce } from "./useFocusOnce";

/** Reads what is dropped anywhere on the page or pasted, says what was read, and opens it. `onto` gives the network that is open. */
export function ImportDialog({ onto }: { onto?: () => Document }) {
  const { state, close, take } = useImporting();
  const onFile = useCallback((file: File) => take(file, onto?.()), [take, onto]);
  const isOver = useFileDrop(onFile);
  return (
    <>
      <Modal
        opened={state.kind !== "closed"}
        onClose={close}
        title={titleOf(state)}
        size={720}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Content state={state} onFile={onFile} />
      </Modal>
      {isOver && (
        <div className={classes.over}>
          <Text fw={650} size="xl">
            Drop it to read it
          </Text>
        </div>
      )}
    </>
  );
}

function titleOf(state: ImportState): string {
  if (state.kind === "networks") return state.documents.length === 1 ? "One network was read" : "Networks were read";
  if (state.kind === "weights") return "Weights were read";
  return state.kind === "refused" ? "Nothing could be read" : "Import";
}

function Content({ state, onFile }: { state: ImportState; onFile: (file: File) => void }) {
  const { text, type, readPasted, open, close } = useImporting();
  if (state.kind === "reading") return <Reading name={state.name} onCancel={open} />;
  if (state.kind === "networks")
    return <Networks documents={state.documents} report={state.report} onBack={open} onDone={close} />;
  if (state.kind === "weights") return <Weights found={state.found} onDone={close} />;
  return (
    <Stack gap="md">
      {state.kind === "refused" && (
        <Alert
          color="orange"
          classNames={{ label: classes.refused }}
          icon={<IconAlertCircle size={18} />}
          title={`In ${state.name}`}
        >
          {state.message}
        </Alert>
      )}
      <Asking text={text} onText={type} onFile={onFile} onRead={readPasted} />
    </Stack>
  );
}

/** After so many milliseconds a person wonders whether anything happens. */
const LONG = 2_500;

function Reading({ name, onCancel }: { name: string; onCancel: () => void }) {
  const [isLong, setLong] = useState(false);
  useTimeout(() => setLong(true), LONG, { autoInvoke: true });
  return (
    <Stack gap="md" align="center" py="xl" role="status">
      <Loader />
      <Text>Reading {name}</Text>
      <Text size="sm" c="dimmed" style={{ visibility: isLong ? "visible" : "hidden" }}>
        The first reading takes longer, while Keras is loaded.
      </Text>
      <Button onClick={onCancel}>Cancel</Button>
    </Stack>
  );
}

function Weights({ found, onDone }: { found: WeightsRead; onDone: () => void }) {
  const next = useFocusOnce<HTMLButtonElement>();
  const take = () => {
    takeWeights(found);
    onDone();
  };
  return (
    <Stack gap="md">
      <Text size="sm">The open network will start from these weights the next time it is trained.</Text>
      <Report report={found.report} />
      <Group justify="flex-end" gap="xs">
        <Button onClick={onDone}>Leave them</Button>
        <Button ref={next} variant="filled" onClick={take}>
          Take these weights
        </Button>
      </Group>
    </Stack>
  );
}
