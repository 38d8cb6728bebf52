import { Alert, Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconTableImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { DragEvent } from "react";
import { formatBytes } from "@/graph/format";
import { KerasDatasets } from "./KerasDatasets";
import classes from "./own.module.css";
import { uploadQuery } from "./queries";
import type { Remembered } from "./remembered";
import { Section } from "./Section";
import { useUploading } from "./uploading";

/** Asks for a file, and shows those that are on their way or not kept yet. */
export function ChooseFile({ onLook }: { onLook: (upload: string) => void }) {
  const { state, take, remembered } = useUploading();
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    take(file);
  };
  return (
    <Stack gap="md">
      {state.kind === "refused" && (
        <Alert color="orange" icon={<IconAlertCircle size={18} />} title={state.name}>
          {state.message}
        </Alert>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a file can be chosen with the button in it, too */}
      <div className={classes.zone} onDrop={drop} onDragOver={(event) => event.preventDefault()}>
        <IconTableImport size={34} stroke={1.4} aria-hidden />
        <div>
          <Text fw={600}>Drop a file here</Text>
          <Text size="sm" c="dimmed">
            A table or a series (CSV, TSV, Parquet); pictures or texts in a zip, with a folder for each class; NumPy’s
            arrays (.npz, .npy). It stays on this server, only you see it, and nothing is kept before you have looked at
            it.
          </Text>
        </div>
        <FileButton onChange={(file) => file && take(file)}>
          {(props) => (
            <Button variant="filled" data-autofocus {...props}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
      {remembered.length > 0 && (
        <Section title="Not kept yet">
          {remembered.map((one) => (
            <Begun key={one.id} one={one} onLook={onLook} />
          ))}
        </Section>
      )}
      <KerasDatasets onLook={onLook} />
    </Stack>
  );
}

/** A file of which some or all is here. */
function Begun({ one, onLook }: { one: Remembered; onLook: (upload: string) => void }) {
  const { drop, take } = useUploading();
  const { data: upload } = useQuery(uploadQuery(one.id));
  const isWhole = upload?.offset === one.size;
  return (
    <Group gap="sm" justify="space-between">
      <div style={{ flex: "1 1 240px" }}>
        <Text size="sm" fw={600} className={classes.file}>
          {one.name}
        </Text>
        <Text size="xs" c="dimmed">
          {saidOf(upload, one)}
        </Text>
      </div>
      <Group gap="xs">
        {isWhole && (
          <Button size="xs" onClick={() => onLook(one.id)} aria-label={`Look at ${one.name}`}>
            Look at it
          </Button>
        )}
        {upload && !isWhole && (
          <FileButton onChange={(file) => file && take(file)}>
            {(props) => (
              <Button size="xs" {...props} aria-label={`Choose ${one.name} again`}>
                Choose it again
              </Button>
            )}
          </FileButton>
        )}
        <Button size="xs" variant="subtle" onClick={() => void drop(one.id)} aria-label={`Give ${one.name} up`}>
          Give it up
        </Button>
      </Group>
    </Group>
  );
}

function saidOf(upload: { offset: number } | null | undefined, { size }: Remembered): string {
  if (upload === undefined) return formatBytes(size);
  if (upload === null) return "It is not here any more: files wait for two days.";
  if (upload.offset === size) return `${formatBytes(size)}, all of it is here.`;
  return `${formatBytes(upload.offset)} of ${formatBytes(size)} are here. Choose the same file again to go on.`;
}
