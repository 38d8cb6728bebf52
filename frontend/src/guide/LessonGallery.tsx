import {
  ActionIcon,
  Badge,
  Card,
  Group,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconClock, IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { sentenceOf } from "@/api/client";
import { tell } from "@/app/tell";
import classes from "@/home/home.module.css";
import { fileOf, lessonsQuery, openLesson } from "./queries";
import type { LessonListed } from "./types";

/** The lessons that one may take: each opens as a network of one's own with a guide beside it. */
export function LessonGallery() {
  const navigate = useNavigate();
  const { data: lessons, error } = useQuery(lessonsQuery);
  const begin = useMutation({
    mutationFn: (lesson: LessonListed) => openLesson(lesson),
    onSuccess: (network) => navigate(`/networks/${network}`),
    onError: tell("The lesson was not begun"),
  });
  return (
    <Stack gap="sm" component="section" aria-label="Lessons">
      <div>
        <Title order={2} size="h4">
          Take a lesson
        </Title>
        <Text size="sm" c="dimmed">
          Each opens as a network of your own, with a guide beside it that shows, asks and checks.
        </Text>
      </div>
      {error && <Text>{sentenceOf(error)}</Text>}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
        {lessons
          ? lessons.map((lesson) => (
              <LessonCard
                key={lesson.name}
                lesson={lesson}
                busy={begin.isPending && begin.variables.name === lesson.name}
                onOpen={() => begin.mutate(lesson)}
              />
            ))
          : !error && [1, 2, 3, 4].map((place) => <Skeleton key={place} height={130} />)}
      </SimpleGrid>
    </Stack>
  );
}

function LessonCard({ lesson, busy, onOpen }: { lesson: LessonListed; busy: boolean; onOpen: () => void }) {
  const isDone = lesson.passed === lesson.steps;
  return (
    <Card withBorder padding="sm" className={classes.card}>
      <Stack gap={6} h="100%">
        <UnstyledButton onClick={onOpen} disabled={busy} aria-busy={busy} className={classes.cardLink}>
          <Text fw={600}>{lesson.title}</Text>
        </UnstyledButton>
        <Text size="xs">{lesson.about}</Text>
        <Group gap="xs" mt="auto" justify="space-between" wrap="nowrap">
          <Group gap={4} wrap="nowrap">
            <IconClock size={14} stroke={1.6} aria-hidden />
            <Text size="xs" c="dimmed">
              {lesson.minutes} minutes{lesson.of && `, of ${lesson.of}`}
            </Text>
          </Group>
          <Group gap={4} wrap="nowrap">
            {lesson.network && (
              <Badge size="sm" variant="light">
                {isDone ? "Done" : `${lesson.passed} of ${lesson.steps}`}
              </Badge>
            )}
            <Tooltip label="Download this lesson as a file">
              <ActionIcon
                size="sm"
                component="a"
                href={fileOf(lesson.name)}
                download
                className={classes.cardMenu}
                aria-label={`Download ${lesson.title} as a file`}
              >
                <IconDownload size={15} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
      </Stack>
    </Card>
  );
}
