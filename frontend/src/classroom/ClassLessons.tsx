import { ActionIcon, Alert, Anchor, Button, FileButton, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconFilePlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ApiError, sentenceOf } from "@/api/client";
import { tell } from "@/app/tell";
import { plural } from "@/graph/format";
import { addClassLesson, type ClassLesson, classLessonsQuery, fileOf, removeClassLesson } from "@/guide/queries";

/** The lessons that a class was given: files in Markdown, which its members find among the lessons on their home page. */
export function ClassLessons({ id }: { id: string }) {
  const { data: lessons = [], error } = useQuery(classLessonsQuery(id));
  const add = useMutation({ mutationFn: async (file: File) => addClassLesson(id, file.name, await file.text()) });
  return (
    <Stack gap="xs" component="section" aria-label="Lessons">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Lessons
        </Title>
        <FileButton accept=".md,text/markdown" onChange={(file) => file && add.mutate(file)}>
          {(props) => (
            <Button {...props} leftSection={<IconFilePlus size={16} />} loading={add.isPending}>
              Add a lesson
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="sm">
        A lesson is one Markdown file. Download one of those on the home page to see how it is written, change it, and
        add it here: the members of this class then find it on their home page. A file of the same name takes the place
        of the one before.
      </Text>
      {error && <Text>{sentenceOf(error)}</Text>}
      {add.error && <Faults error={add.error} onClose={() => add.reset()} />}
      {lessons.length > 0 && (
        <Table>
          <Table.Tbody>
            {lessons.map((lesson) => (
              <LessonRow key={lesson.id} id={id} lesson={lesson} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function Faults({ error, onClose }: { error: Error; onClose: () => void }) {
  const sentences = error instanceof ApiError ? error.problems.map((problem) => problem.message) : [sentenceOf(error)];
  return (
    <Alert color="red" title="The lesson was not added" withCloseButton closeButtonLabel="Close" onClose={onClose}>
      {sentences.map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
    </Alert>
  );
}

function LessonRow({ id, lesson }: { id: string; lesson: ClassLesson }) {
  const remove = useMutation({
    mutationFn: () => removeClassLesson(id, lesson.id),
    onError: tell("The lesson was not removed"),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {lesson.title}
        </Text>
        <Text size="xs">{lesson.about}</Text>
      </Table.Td>
      <Table.Td>
        <Anchor href={fileOf(lesson.name)} download size="sm" underline="always">
          {lesson.file}
        </Anchor>
      </Table.Td>
      <Table.Td>{plural(lesson.steps, "step")}</Table.Td>
      <Table.Td ta="right">
        <ActionIcon aria-label={`Remove ${lesson.title}`} onClick={() => remove.mutate()} loading={remove.isPending}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
