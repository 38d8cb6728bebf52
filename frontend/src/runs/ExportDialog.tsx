import { Button, Group, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { saveBlob } from "./downloads";
import { CardFrame, DownloadIcon, ExportCard, Trouble, Waiting } from "./ExportCard";
import { FORMAT_CARDS } from "./exportFormats";
import { exportsQuery, fetchArchive } from "./exportQueries";
import type { RunDetail } from "./types";

interface ExportDialogProps {
  run: RunDetail;
  opened: boolean;
  onClose: () => void;
}

/** A trained network as files for other programs, and the run as a whole. */
export function ExportDialog({ run, opened, onClose }: ExportDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Export" size={860} closeButtonProps={{ "aria-label": "Close" }}>
      <Formats run={run} />
    </Modal>
  );
}

function Formats({ run }: { run: RunDetail }) {
  const { data: made = [], error } = useQuery(exportsQuery(run.id));
  return (
    <Stack gap="md">
      <Text size="sm">
        Each file is written, loaded again and compared with the network on samples of its training data before you get
        it.{run.author === null ? "" : " Here stand the files that its owner made."}
      </Text>
      {error && <Trouble error={error} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {FORMAT_CARDS.map((card) => (
          <ExportCard
            canMake={run.author === null}
            key={card.format}
            run={run.id}
            card={card}
            made={made.find((one) => one.format === card.format)}
          />
        ))}
      </SimpleGrid>
      <ArchiveCard run={run} />
    </Stack>
  );
}

function ArchiveCard({ run }: { run: RunDetail }) {
  const fetched = useMutation({
    mutationFn: () => fetchArchive(run.id),
    onSuccess: (content) => saveBlob(content, `${run.document.name}, ${run.name}.zip`),
  });
  return (
    <CardFrame
      title="The whole run"
      ending=".zip"
      use="Network, script, data, weights and curves. Another Layerloom opens it, and python train.py in it does the run again."
    >
      {fetched.isPending && <Waiting>Being packed</Waiting>}
      {fetched.isError && <Trouble error={fetched.error} />}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<DownloadIcon />}
          aria-label="Download the whole run"
          onClick={() => fetched.mutate()}
          loading={fetched.isPending}
        >
          Download
        </Button>
      </Group>
    </CardFrame>
  );
}
