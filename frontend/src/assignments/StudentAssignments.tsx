import { Anchor, Badge, Button, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { sentenceOf } from "@/api/client";
import { tell } from "@/app/tell";
import classes from "./assignments.module.css";
import { deadlineText } from "./deadlines";
import { assignmentsQuery, startAssignment } from "./queries";
import { pointsText, standingOf } from "./standing";
import type { AssignmentCard } from "./types";

/** The assignments of a class, as its students see them: until when, how far they are, and a way in. */
export function StudentAssignments({ classId }: { classId: string }) {
  const { data: assignments, error } = useQuery(assignmentsQuery(classId));
  if (error && !assignments) return <Text role="alert">{sentenceOf(error)}</Text>;
  if (!assignments) return <Skeleton height={72} />;
  if (assignments.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No assignments yet. They stand here as soon as your teacher publishes one.
      </Text>
    );
  return (
    <Stack gap="xs" component="ul" className={classes.list} aria-label="Assignments">
      {assignments.map((one) => (
        <StudentRow key={one.id} assignment={one} />
      ))}
    </Stack>
  );
}

/** How far a student is with an assignment, and the way in. */
export function StudentRow({ assignment, component = "li" }: { assignment: AssignmentCard; component?: "li" | "div" }) {
  const navigate = useNavigate();
  const standing = standingOf(assignment);
  const start = useMutation({
    mutationFn: () => startAssignment(assignment.id),
    onSuccess: (network) => navigate(`/networks/${network}`),
    onError: tell("The assignment was not started"),
  });
  const { mine } = assignment;
  return (
    <Paper withBorder p="md" component={component}>
      <Group justify="space-between" gap="md">
        <Stack gap={4} miw={0} flex="1 1 14rem">
          <Group gap="xs">
            <Anchor component={Link} to={`/assignments/${assignment.id}`} fw={600}>
              {assignment.title}
            </Anchor>
            <Badge variant="light" color={standing.color}>
              {standing.label}
            </Badge>
          </Group>
          <Text size="sm">
            {deadlineText(assignment, Date.now())}
            {mine.points !== null && <> · {pointsText({ points: mine.points, of: assignment.of })}</>}
          </Text>
        </Stack>
        <Group gap="xs" wrap="nowrap" flex="none">
          {mine.newest && (
            <Anchor component={Link} to={`/hand-ins/${mine.newest}`} size="sm" underline="always">
              What you handed in
            </Anchor>
          )}
          {mine.network ? (
            <Button component={Link} to={`/networks/${mine.network}`} aria-label={`Open ${assignment.title}`}>
              Open
            </Button>
          ) : (
            <Button
              variant="filled"
              leftSection={<IconPlayerPlay size={16} />}
              aria-label={`Start ${assignment.title}`}
              onClick={() => start.mutate()}
              loading={start.isPending}
            >
              Start
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  );
}
