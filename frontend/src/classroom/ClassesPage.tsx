import { Anchor, Badge, Button, Container, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { StudentAssignments } from "@/assignments/StudentAssignments";
import { plural } from "@/graph/format";
import { Board } from "./Board";
import { ClassDialog } from "./ClassDialogs";
import styles from "./classroom.module.css";
import { dayText } from "./days";
import { endText, lockedText, whoText } from "./goes";
import { accountQuery, type ClassOut, classesQuery, type MyClass, makeClass } from "./queries";
import { useRooms } from "./rooms";
import type { Room } from "./wall";

/** The classes that one teaches, and those that one is in. */
export function ClassesPage() {
  const { data: account, error, refetch } = useQuery(accountQuery);
  if (error && !account) {
    return <ErrorMessage title="Your classes could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  if (!account) return <PageLoader />;
  return (
    <Container size="lg" py="lg" className={styles.page}>
      <title>Class · Layerloom</title>
      <Stack gap="xl">
        {account.teaches ? (
          <Taught />
        ) : (
          <Title order={1} size="h2">
            Class
          </Title>
        )}
        {account.classes.length > 0 && <Mine classes={account.classes} />}
        {!account.teaches && (
          <Text>
            <Anchor underline="always" href="/join">
              Join {account.classes.length > 0 ? "another class" : "a class"}
            </Anchor>{" "}
            with the code that your teacher gave you.
          </Text>
        )}
      </Stack>
    </Container>
  );
}

function Taught() {
  const navigate = useNavigate();
  const { data: classes, error } = useQuery(classesQuery);
  const [isMaking, setMaking] = useState(false);
  const make = async (name: string, ends: string) => navigate(`/classes/${(await makeClass(name, ends)).id}`);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Classes
        </Title>
        <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
          New class
        </Button>
      </Group>
      {error && <Text role="alert">{error.message}</Text>}
      {classes?.length === 0 && (
        <Text>
          In a class, students join by a code and a nickname: no e-mail, no password. Make one, and write its code on
          the board.
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {classes?.map((one) => (
          <ClassCard key={one.id} one={one} />
        ))}
      </SimpleGrid>
      {isMaking && <ClassDialog title="New class" action="Make it" save={make} onClose={() => setMaking(false)} />}
    </Stack>
  );
}

function ClassCard({ one }: { one: ClassOut }) {
  return (
    <Paper withBorder p="md">
      <Stack gap={4}>
        <Group justify="space-between" wrap="nowrap">
          <Anchor component={Link} to={`/classes/${one.id}`} fw={600}>
            {one.name}
          </Anchor>
          {one.locked && (
            <Badge variant="light" color="gray">
              Locked
            </Badge>
          )}
        </Group>
        <Text size="sm">
          {plural(one.members, "member")} · code <b>{one.code}</b> · taught by {one.teacher}
        </Text>
        <Text size="sm" c="dimmed">
          Ends on {dayText(one.ends)}
        </Text>
      </Stack>
    </Paper>
  );
}

function BoardOf({ room }: { room: Room | undefined }) {
  return room ? <Board room={room} /> : null;
}

function Mine({ classes }: { classes: readonly MyClass[] }) {
  const rooms = useRooms((state) => state.rooms);
  return (
    <Stack gap="xl">
      {classes.map((one) => (
        <Stack key={one.id} gap="sm" component="section" aria-label={one.name}>
          <div>
            <Title order={2} size="h4">
              <Anchor component={Link} to={`/classes/${one.id}`} inherit>
                {one.name}
              </Anchor>
            </Title>
            <Text size="sm">{one.locked ? lockedText(one) : whoText(one)}</Text>
            <Text size="sm">
              It {endText(one, Date.now())}{" "}
              <Anchor underline="always" component={Link} to="/account">
                Download everything of yours
              </Anchor>
            </Text>
            {!one.locked && (
              <Text size="sm">
                Your teacher can look at your networks and runs, and change nothing of them. Your class sees what you
                share.
              </Text>
            )}
          </div>
          {!one.locked && (
            <>
              <BoardOf room={rooms[one.id]} />
              <StudentAssignments classId={one.id} />
            </>
          )}
        </Stack>
      ))}
    </Stack>
  );
}
