import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  FileButton,
  Group,
  Menu,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import {
  IconBooks,
  IconDots,
  IconDownload,
  IconFileImport,
  IconPencil,
  IconPlus,
  IconTrash,
  IconWorld,
  IconWorldOff,
} from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { sentenceOf } from "@/api/client";
import { DeleteDialog } from "@/app/AskDialogs";
import { tell } from "@/app/tell";
import { plural } from "@/graph/format";
import { deadlineText } from "./deadlines";
import { LibraryDialog } from "./LibraryDialog";
import { NewAssignment } from "./NewAssignment";
import { assignmentsQuery, deleteAssignment, publishAssignment, takeFile } from "./queries";
import { pointText } from "./standing";
import type { AssignmentCard } from "./types";

/** The assignments of a class, as its teacher sees them: ways to make one, and how far the class is with each. */
export function TeachersAssignments({ classId }: { classId: string }) {
  const navigate = useNavigate();
  const { data: assignments, error } = useQuery(assignmentsQuery(classId));
  const [asked, setAsked] = useState<"new" | "library" | null>(null);
  const edit = (id: string) => void navigate(`/assignments/${id}/edit`);
  const take = useMutation({
    mutationFn: (file: File) => takeFile(classId, file),
    onSuccess: edit,
    onError: tell("The file was not taken"),
  });
  return (
    <Stack gap="xs" component="section" aria-label="Assignments">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Assignments
        </Title>
        <Group gap="xs">
          <FileButton accept=".zip" onChange={(file) => file && take.mutate(file)}>
            {(props) => (
              <Button {...props} leftSection={<IconFileImport size={16} />} loading={take.isPending}>
                From a file
              </Button>
            )}
          </FileButton>
          <Button leftSection={<IconBooks size={16} />} onClick={() => setAsked("library")}>
            From the library
          </Button>
          <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setAsked("new")}>
            New assignment
          </Button>
        </Group>
      </Group>
      {error && !assignments && <Text role="alert">{sentenceOf(error)}</Text>}
      {!assignments && !error && <Skeleton height={72} />}
      {assignments?.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet. Make one of a network of yours, or take one that is ready from the library. Students see it once it
          is published.
        </Text>
      )}
      {assignments && assignments.length > 0 && <List classId={classId} assignments={assignments} />}
      {asked === "new" && <NewAssignment classId={classId} onMade={edit} onClose={() => setAsked(null)} />}
      {asked === "library" && <LibraryDialog classId={classId} onMade={edit} onClose={() => setAsked(null)} />}
    </Stack>
  );
}

function List({ classId, assignments }: { classId: string; assignments: readonly AssignmentCard[] }) {
  const [going, setGoing] = useState<AssignmentCard | null>(null);
  return (
    <>
      <Table.ScrollContainer minWidth={640}>
        <Table striped verticalSpacing="xs" aria-label="Assignments">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Title</Table.Th>
              <Table.Th scope="col">Deadline</Table.Th>
              <Table.Th scope="col">Started</Table.Th>
              <Table.Th scope="col">Handed in</Table.Th>
              <Table.Th scope="col">Points</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {assignments.map((one) => (
              <Row key={one.id} assignment={one} onDelete={() => setGoing(one)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {going && (
        <DeleteDialog
          name={going.title}
          remove={() => deleteAssignment(classId, going.id)}
          onDeleted={() => setGoing(null)}
          onClose={() => setGoing(null)}
        >
          <Text size="sm">
            It goes for good, with {plural(going.counts?.handed_in ?? 0, "hand-in")} and their marks. Networks that
            students made for it stay theirs.
          </Text>
        </DeleteDialog>
      )}
    </>
  );
}

function Row({ assignment, onDelete }: { assignment: AssignmentCard; onDelete: () => void }) {
  const { id, title, published, counts } = assignment;
  const publish = useMutation({
    mutationFn: () => publishAssignment(id, !published),
    onError: tell(published ? "It was not taken back" : "It was not published"),
  });
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Group gap="xs">
          <Anchor component={Link} to={published ? `/assignments/${id}` : `/assignments/${id}/edit`}>
            {title}
          </Anchor>
          <Badge variant="light" color={published ? "teal" : "gray"}>
            {published ? "Published" : "Draft"}
          </Badge>
        </Group>
      </Table.Th>
      <Table.Td>{deadlineText(assignment, Date.now())}</Table.Td>
      <Table.Td>{counts?.started ?? 0}</Table.Td>
      <Table.Td>
        {counts?.handed_in ?? 0} of {counts?.members ?? 0}
        {counts && counts.checking > 0 && `, ${counts.checking} being checked`}
      </Table.Td>
      <Table.Td>{pointText(assignment.of)}</Table.Td>
      <Table.Td ta="right">
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <Button
            size="compact-sm"
            leftSection={published ? <IconWorldOff size={14} /> : <IconWorld size={14} />}
            onClick={() => publish.mutate()}
            loading={publish.isPending}
            aria-label={`${published ? "Take back" : "Publish"} ${title}`}
          >
            {published ? "Take back" : "Publish"}
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={`More about ${title}`}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} component={Link} to={`/assignments/${id}/edit`}>
                Change
              </Menu.Item>
              <Menu.Item
                leftSection={<IconDownload size={16} />}
                component="a"
                href={`/api/assignments/${id}/file`}
                download
              >
                Download as a file
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} />} onClick={onDelete}>
                Delete
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
