import { Accordion, Badge, Code, Group, ScrollArea, Text } from "@mantine/core";
import { IconAlertTriangle, IconArrowsExchange, IconCheck } from "@tabler/icons-react";
import classes from "./importing.module.css";
import type { Note } from "./read";
import { groupsOf, keyed, piecesOf } from "./reportParts";

const ICONS = { unread: IconAlertTriangle, changed: IconArrowsExchange, read: IconCheck };
const COLOURS = { unread: "orange.9", changed: "gray", read: "gray" };

/** What was not read, what was changed on the way, what was read: each line with its place in the text. */
export function Report({ report }: { report: readonly Note[] }) {
  const groups = groupsOf(report);
  const [first] = groups;
  if (!first) return null;
  const open = groups.filter((group) => group.kind !== "read" || groups.length === 1).map((group) => group.kind);
  return (
    <Accordion multiple defaultValue={open} variant="separated" chevronPosition="left" aria-label="Report">
      {groups.map((group) => (
        <Accordion.Item key={group.kind} value={group.kind}>
          <Accordion.Control>
            <GroupTitle kind={group.kind} title={group.title} count={group.notes.length} />
          </Accordion.Control>
          <Accordion.Panel>
            <Notes notes={group.notes} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function GroupTitle({ kind, title, count }: { kind: Note["kind"]; title: string; count: number }) {
  const Icon = ICONS[kind];
  return (
    <Group gap="xs" wrap="nowrap">
      <Icon size={16} stroke={1.8} aria-hidden />
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Badge size="sm" variant={kind === "unread" ? "filled" : "light"} color={COLOURS[kind]}>
        {count}
      </Badge>
    </Group>
  );
}

function Message({ text }: { text: string }) {
  return (
    <span>
      {keyed(piecesOf(text), (piece) => piece.text).map(([key, piece]) =>
        piece.isCode ? <Code key={key}>{piece.text}</Code> : <span key={key}>{piece.text}</span>,
      )}
    </span>
  );
}

function Notes({ notes }: { notes: readonly Note[] }) {
  const hasLines = notes.some((note) => note.line);
  return (
    <ScrollArea.Autosize mah={190} type="auto">
      <ul className={classes.notes}>
        {keyed(notes, (note) => note.message).map(([key, note]) => (
          <li key={key}>
            {hasLines && <span className={classes.line}>{note.line ? `Line ${note.line}` : ""}</span>}
            <Message text={note.message} />
          </li>
        ))}
      </ul>
    </ScrollArea.Autosize>
  );
}
