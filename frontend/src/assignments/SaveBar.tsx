import { Badge, Button, Group, Paper, Text } from "@mantine/core";
import { IconDeviceFloppy, IconWorld, IconWorldOff } from "@tabler/icons-react";
import { Link } from "react-router";
import { sentenceOf } from "@/api/client";
import classes from "./assignments.module.css";
import { FileButton } from "./FileButton";
import type { Assignment, AssignmentIn } from "./types";

type Props = {
  assignment: Assignment;
  draft: AssignmentIn;
  isChanged: boolean;
  save: { mutate: (body: AssignmentIn) => void; isPending: boolean; error: Error | null };
};

/** What can be done with an assignment that is being written, and whether it is saved. */
export function SaveBar({ assignment, draft, isChanged, save }: Props) {
  return (
    <Paper withBorder p="sm" className={classes.bar}>
      <Group gap="xs">
        <Button
          variant="filled"
          leftSection={<IconDeviceFloppy size={16} />}
          disabled={!isChanged || draft.title.trim() === ""}
          loading={save.isPending}
          onClick={() => save.mutate(draft)}
        >
          Save
        </Button>
        <Publishing draft={draft} isOut={assignment.published} isBusy={save.isPending} save={save.mutate} />
        <Button component={Link} to={`/assignments/${assignment.id}`}>
          Hand-ins
        </Button>
        <FileButton assignment={assignment.id} />
        <Text size="sm" role="status" ml="auto">
          {isChanged ? "Not saved yet" : "Saved"}
        </Text>
      </Group>
      {save.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" mt={6}>
          {sentenceOf(save.error)}
        </Text>
      )}
    </Paper>
  );
}

type PublishingProps = {
  draft: AssignmentIn;
  isOut: boolean;
  isBusy: boolean;
  save: (body: AssignmentIn) => void;
};

/** Shows the class what is written, or takes it back; both save. */
function Publishing({ draft, isOut, isBusy, save }: PublishingProps) {
  return (
    <>
      <Button
        leftSection={isOut ? <IconWorldOff size={16} /> : <IconWorld size={16} />}
        loading={isBusy}
        disabled={draft.title.trim() === ""}
        onClick={() => save({ ...draft, published: !isOut })}
      >
        {isOut ? "Take back" : "Save and publish"}
      </Button>
      <Badge variant="light" color={isOut ? "teal" : "gray"}>
        {isOut ? "Published" : "Draft"}
      </Badge>
    </>
  );
}
