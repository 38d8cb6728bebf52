import { Button, Group, Stack, Text } from "@mantine/core";
import { IconBrandPython, IconDownload, IconFileTypeCsv } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { tell } from "@/app/tell";
import { historyCsv } from "./csv";
import { downloadScript, saveText } from "./downloads";
import { ExportButton } from "./ExportButton";
import type { LiveRun } from "./liveRun";
import type { RunDetail } from "./types";

/** What can be taken away from a run. */
export function FilesTab({ run, live }: { run: RunDetail; live: LiveRun }) {
  const script = useMutation({
    mutationFn: () => downloadScript(run),
    onError: tell("The script was not written"),
  });
  return (
    <Stack gap="md" maw={720}>
      <File what="The trained network. keras.models.load_model reads it.">
        {run.has_model ? (
          <Button component="a" href={`/api/runs/${run.id}/model`} download leftSection={<IconDownload size={16} />}>
            Trained network (.keras)
          </Button>
        ) : (
          <Button disabled leftSection={<IconDownload size={16} />}>
            Trained network (.keras)
          </Button>
        )}
      </File>
      {run.has_best && (
        <File what="The network of its best epoch, as ModelCheckpoint kept it while it trained.">
          <Button
            component="a"
            href={`/api/runs/${run.id}/best`}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            Best network (.keras)
          </Button>
        </File>
      )}
      {run.has_model && (
        <File what="The trained network for other programs (ONNX, LiteRT, TensorFlow.js …), and the whole run as one zip.">
          <ExportButton run={run} />
        </File>
      )}
      <File what="The Python script that does this run again without Layerloom. A learning rate that was changed by hand, or a stop, is in it.">
        <Button leftSection={<IconBrandPython size={16} />} onClick={() => script.mutate()} loading={script.isPending}>
          Training script (.py)
        </Button>
      </File>
      <File what="The numbers of the curves: a row an epoch, and a row a point, of which a second has ten at most and a long run some 5,000.">
        <Button
          leftSection={<IconFileTypeCsv size={16} />}
          onClick={() => saveText(historyCsv(live.history), `${run.document.name}, ${run.name}.csv`, "text/csv")}
        >
          History (.csv)
        </Button>
      </File>
    </Stack>
  );
}

function File({ what, children }: { what: string; children: ReactNode }) {
  return (
    <Group gap="md" wrap="nowrap">
      <div style={{ width: 240, flexShrink: 0 }}>{children}</div>
      <Text size="sm">{what}</Text>
    </Group>
  );
}
