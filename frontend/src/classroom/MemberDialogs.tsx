import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { DeleteDialog, RenameDialog } from "@/app/AskDialogs";
import { plural } from "@/graph/format";
import classes from "./classroom.module.css";
import { type ClassDetail, changeMember, type Member, removeMember, renewPhrase } from "./queries";

interface DialogProps {
  classId: string;
  member: Member;
  onClose: () => void;
}

/** Asks for another nickname. */
export function RenameMember({ classId, member, onClose }: DialogProps) {
  return (
    <RenameDialog
      title={`Rename ${member.nickname}`}
      label="Nickname"
      name={member.nickname}
      missing="A member needs a nickname."
      note="They see it on their page, and come back by it with their pass-phrase. The one that they know opens, too, until somebody else has it."
      rename={(nickname) => changeMember(classId, member, { nickname })}
      onClose={onClose}
    />
  );
}

/** Asks whether somebody may be taken out of the class, and says what goes with them. */
export function RemoveMember({ classId, member, onClose }: DialogProps) {
  const made = [plural(member.networks, "network"), plural(member.runs, "run")].join(" and ");
  return (
    <DeleteDialog
      name={member.nickname}
      remove={() => removeMember(classId, member)}
      onDeleted={onClose}
      onClose={onClose}
    >
      <Text size="sm">
        {member.is_only_here
          ? `${member.nickname} will be gone for good, with ${made} and whatever data they brought.`
          : `${member.nickname} leaves this class. The account has another way in, and keeps ${made}.`}
      </Text>
    </DeleteDialog>
  );
}

interface NewPhraseProps {
  detail: ClassDetail;
  member: Member;
  onClose: () => void;
}

/** Makes a new pass-phrase for somebody and shows it, once. */
export function NewPhrase({ detail, member, onClose }: NewPhraseProps) {
  const renew = useMutation({ mutationFn: () => renewPhrase(detail.id, member) });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`A new pass-phrase for ${member.nickname}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {renew.data ? (
        <Stack gap="md">
          <Text size="sm">Give it to {member.nickname} now: it is shown this once.</Text>
          <Text className={classes.phrase} data-phrase>
            {renew.data}
          </Text>
          <Text size="sm">
            They come back at {new URL(detail.address).origin}/come-back with the code {detail.code}, the nickname{" "}
            {member.nickname} and these words.
          </Text>
          <Group justify="flex-end">
            <Button variant="filled" onClick={onClose}>
              Done
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <Text size="sm">
            The old one will not work any more, and browsers in which {member.nickname} is signed in are signed out.
          </Text>
          {renew.error && (
            <Text size="sm" role="alert">
              {sentenceOf(renew.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="filled" data-autofocus onClick={() => renew.mutate()} loading={renew.isPending}>
              Make one
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
