import { Anchor, Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { IconLayoutGrid, IconLock, IconLockOpen, IconPencil, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { DeleteDialog } from "@/app/AskDialogs";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { tell } from "@/app/tell";
import { StudentAssignments } from "@/assignments/StudentAssignments";
import { TeachersAssignments } from "@/assignments/TeachersAssignments";
import { plural } from "@/graph/format";
import { ClassDialog, WHAT_GOES } from "./ClassDialogs";
import { ClassLessons } from "./ClassLessons";
import classes from "./classroom.module.css";
import { dayText, untilText } from "./days";
import { lockedText, whatGoesText, whoText } from "./goes";
import { JoinCard } from "./JoinCard";
import { MembersTable } from "./MembersTable";
import { accountQuery, type ClassDetail, changeClass, classQuery, deleteClass, type MyClass } from "./queries";

/** A class: to its teacher how to join it, its assignments, who is in it and when it ends; to its members their assignments. */
export function ClassPage() {
  const { id = "" } = useParams();
  const { data: account, error, refetch } = useQuery(accountQuery);
  if (error && !account) {
    return <ErrorMessage title="This class could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  if (!account) return <PageLoader />;
  const mine = account.classes.find((one) => one.id === id);
  return mine ? <MembersPage mine={mine} /> : <TeachersPage id={id} />;
}

function MembersPage({ mine }: { mine: MyClass }) {
  return (
    <Container size="lg" py="lg">
      <title>{`${mine.name} · Layerloom`}</title>
      <Stack gap="md">
        <div>
          <Anchor underline="always" component={Link} to="/classes" size="sm">
            All classes
          </Anchor>
          <Title order={1} size="h2" className={classes.page}>
            {mine.name}
          </Title>
          <Text size="sm">{mine.locked ? lockedText(mine) : whoText(mine)}</Text>
        </div>
        {!mine.locked && <StudentAssignments classId={mine.id} />}
      </Stack>
    </Container>
  );
}

function TeachersPage({ id }: { id: string }) {
  const { data: detail, error, refetch, isFetching } = useQuery(classQuery(id));
  if (error && !detail) {
    return <ErrorMessage title="This class could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  if (!detail) return <PageLoader />;
  return (
    <Container size="lg" py="lg">
      <title>{`${detail.name} · Layerloom`}</title>
      <Stack gap="lg">
        <Header detail={detail} />
        <JoinCard detail={detail} />
        <TeachersAssignments classId={detail.id} />
        <ClassLessons id={detail.id} />
        <Stack gap="xs" component="section" aria-label="Members">
          <Group justify="space-between">
            <Title order={2} size="h4">
              {plural(detail.people.length, "member")}
            </Title>
            <Button leftSection={<IconRefresh size={16} />} onClick={() => void refetch()} loading={isFetching}>
              Refresh
            </Button>
          </Group>
          <MembersTable detail={detail} />
        </Stack>
      </Stack>
    </Container>
  );
}

function Header({ detail }: { detail: ClassDetail }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<"change" | "delete" | null>(null);
  const lock = useMutation({
    mutationFn: () => changeClass(detail.id, { locked: !detail.locked }),
    onError: tell("The class was not changed"),
  });
  return (
    <Stack gap="xs">
      <Anchor underline="always" component={Link} to="/classes" size="sm" w="fit-content">
        All classes
      </Anchor>
      <Group justify="space-between">
        <Title order={1} size="h2" className={classes.page}>
          {detail.name}
        </Title>
        <Group gap="xs">
          {detail.is_yours && (
            <Button
              variant="filled"
              component={Link}
              to={`/classes/${detail.id}/wall`}
              leftSection={<IconLayoutGrid size={16} />}
            >
              Live wall
            </Button>
          )}
          <Button
            leftSection={detail.locked ? <IconLockOpen size={16} /> : <IconLock size={16} />}
            onClick={() => lock.mutate()}
            loading={lock.isPending}
          >
            {detail.locked ? "Let people join" : "Lock joining"}
          </Button>
          <Button leftSection={<IconPencil size={16} />} onClick={() => setAsked("change")}>
            Name and last day
          </Button>
          <Button leftSection={<IconTrash size={16} />} onClick={() => setAsked("delete")}>
            Delete
          </Button>
        </Group>
      </Group>
      <Text>
        Ends on <b>{dayText(detail.ends)}</b> ({untilText(detail.ends, Date.now())}). {WHAT_GOES}
      </Text>
      {asked === "change" && (
        <ClassDialog
          title="Name and last day"
          action="Save"
          name={detail.name}
          ends={detail.ends}
          save={(name, ends) => changeClass(detail.id, { name, ends })}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === "delete" && (
        <DeleteDialog
          name={detail.name}
          remove={() => deleteClass(detail.id)}
          onDeleted={() => navigate("/classes")}
          onClose={() => setAsked(null)}
        >
          <Text size="sm">{whatGoesText(detail.people)}</Text>
        </DeleteDialog>
      )}
    </Stack>
  );
}
