import { Button, Group, Loader, Modal, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { libraryQuery, takeFromLibrary } from "./queries";

interface Props {
  classId: string;
  onMade: (id: string) => void;
  onClose: () => void;
}

/** Assignments that are ready to be used: a copy becomes the class's own, to be changed and published. */
export function LibraryDialog({ classId, onMade, onClose }: Props) {
  const { data: ready, error } = useQuery(libraryQuery);
  const take = useMutation({ mutationFn: (name: string) => takeFromLibrary(classId, name), onSuccess: onMade });
  const failed = error ?? take.error;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title="Take an assignment from the library"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Each comes with a text, a starter network, rules and a solution. Your class gets a copy that you can change.
        </Text>
        {failed && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {sentenceOf(failed)}
          </Text>
        )}
        {!ready && !error && <Loader size="sm" aria-label="Loading" />}
        {ready?.map(({ name, title, about }) => (
          <Paper key={name} withBorder p="sm">
            <Group justify="space-between" wrap="nowrap" gap="md">
              <div>
                <Title order={3} size="h6">
                  {title}
                </Title>
                <Text size="sm">{about}</Text>
              </div>
              <Button
                flex="none"
                onClick={() => take.mutate(name)}
                loading={take.isPending && take.variables === name}
                aria-label={`Take ${title}`}
              >
                Take it
              </Button>
            </Group>
          </Paper>
        ))}
      </Stack>
    </Modal>
  );
}
