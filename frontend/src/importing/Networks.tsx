import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { tell } from "@/app/tell";
import { toWire } from "@/graph/document";
import { plural } from "@/graph/format";
import type { Document } from "@/graph/types";
import { drawn } from "@/home/drawn";
import { createNetwork } from "@/home/queries";
import { Thumbnail } from "@/home/Thumbnail";
import classes from "./importing.module.css";
import { Report } from "./Report";
import type { Note } from "./read";
import { contentOf, keyed } from "./reportParts";
import { useFocusOnce } from "./useFocusOnce";

interface NetworksProps {
  documents: readonly Document[];
  report: readonly Note[];
  onBack: () => void;
  onDone: () => void;
}

/** What was read, and a choice of what to open. */
export function Networks({ documents, report, onBack, onDone }: NetworksProps) {
  const [left, setLeft] = useState<ReadonlySet<Document>>(new Set());
  const chosen = documents.filter((document) => !left.has(document));
  const open = useOpen(onDone);
  const next = useFocusOnce<HTMLButtonElement>();
  const toggle = (document: Document) =>
    setLeft((now) => new Set(now.has(document) ? [...now].filter((other) => other !== document) : [...now, document]));
  return (
    <Stack gap="md">
      {keyed(documents, (document) => document.name).map(([key, document]) => (
        <NetworkRow
          key={key}
          document={document}
          isOnly={documents.length === 1}
          isChosen={!left.has(document)}
          onToggle={() => toggle(document)}
        />
      ))}
      <Report report={report} />
      <Group justify="flex-end" gap="xs">
        <Button onClick={onBack}>Back</Button>
        <Button
          ref={next}
          variant="filled"
          disabled={chosen.length === 0}
          loading={open.isPending}
          onClick={() => open.mutate(chosen)}
        >
          {chosen.length > 1 ? `Open ${plural(chosen.length, "network")}` : "Open"}
        </Button>
      </Group>
    </Stack>
  );
}

/** Makes a network of each document and opens the first. */
function useOpen(onDone: () => void) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (documents: readonly Document[]) => {
      const ids: string[] = [];
      for (const document of documents) ids.push((await createNetwork({ document: toWire(document) })).id);
      return ids;
    },
    onSuccess: ([first]) => {
      onDone();
      if (first) void navigate(`/networks/${first}`);
    },
    onError: tell("No network was made"),
  });
}

interface NetworkRowProps {
  document: Document;
  isOnly: boolean;
  isChosen: boolean;
  onToggle: () => void;
}

function NetworkRow({ document, isOnly, isChosen, onToggle }: NetworkRowProps) {
  const { nodes, wires } = drawn(document);
  const id = useId();
  return (
    <div className={classes.network} data-only={isOnly || undefined}>
      {!isOnly && <Checkbox id={id} aria-label={`Open ${document.name}`} checked={isChosen} onChange={onToggle} />}
      <div className={classes.picture}>
        <Thumbnail nodes={nodes} wires={wires} />
      </div>
      <div>
        <Text fw={600} component={isOnly ? "p" : "label"} htmlFor={isOnly ? undefined : id}>
          {document.name}
        </Text>
        <Text size="sm" c="dimmed">
          {contentOf(document)}
        </Text>
      </div>
    </div>
  );
}
