import { Anchor, Button, Checkbox, Container, Group, Modal, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconDownload, IconLogout, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { csrfToken, sentenceOf } from "@/api/client";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { plural } from "@/graph/format";
import classes from "./classroom.module.css";
import { dayText } from "./days";
import { PasswordCard } from "./PasswordCard";
import { type Account, accountQuery, deleteEverything } from "./queries";

const CONFIRMATION = "delete everything";
const ROLES = {
  administrator: "You administer this Layerloom.",
  teacher: "You are a teacher: you can make classes.",
  student: "You are a student.",
  guest: "You look around as a guest.",
} as const;

/** Who I am here, and what may become of everything of mine. */
export function AccountPage() {
  const { data: account, error, refetch } = useQuery({ ...accountQuery, staleTime: 0 });
  if (error && !account) {
    return <ErrorMessage title="Your account could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  if (!account) return <PageLoader />;
  return (
    <Container size="sm" py="lg" className={classes.page}>
      <title>Account · Layerloom</title>
      <Stack gap="lg">
        <Group justify="space-between">
          <Title order={1} size="h2">
            {account.name}
          </Title>
          {account.role !== "guest" && <SignOut />}
        </Group>
        <Who account={account} />
        {account.has_password && <PasswordCard />}
        <Everything account={account} />
      </Stack>
    </Container>
  );
}

function SignOut() {
  return (
    <form method="post" action="/logout">
      <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken()} />
      <Button type="submit" leftSection={<IconLogout size={16} />}>
        Sign out
      </Button>
    </form>
  );
}

function Who({ account }: { account: Account }) {
  return (
    <Stack gap="xs">
      <Text>{ROLES[account.role]}</Text>
      {account.role === "guest" && (
        <Text>
          This browser alone knows you, for 14 days.{" "}
          <Anchor underline="always" href="/join">
            Join a class
          </Anchor>{" "}
          or{" "}
          <Anchor underline="always" href="/login">
            sign in
          </Anchor>
          : what you made goes with you.
        </Text>
      )}
      {account.role === "administrator" && (
        <Text>
          People, classes, networks and runs of everybody:{" "}
          <Anchor underline="always" href="/admin/">
            administration
          </Anchor>
          .
        </Text>
      )}
      {account.classes.map((one) => (
        <Text key={one.id}>
          You are {one.nickname} in {one.name}, which ends on {dayText(one.ends)}.
        </Text>
      ))}
      {account.teaches && (
        <Text>
          Your classes stand under{" "}
          <Anchor underline="always" component={Link} to="/classes">
            Class
          </Anchor>
          .
        </Text>
      )}
    </Stack>
  );
}

function Everything({ account }: { account: Account }) {
  const [isAsking, setAsking] = useState(false);
  const { networks, blocks, runs, datasets, classes: taught } = account.kept;
  const kept = [
    plural(networks, "network"),
    plural(blocks, "saved block"),
    plural(runs, "run"),
    plural(datasets, "data set"),
    ...(taught > 0 ? [plural(taught, "class", "classes")] : []),
  ].join(", ");
  return (
    <Paper withBorder p="md" component="section" aria-label="Everything of mine">
      <Stack gap="sm">
        <Title order={2} size="h5">
          Everything of mine
        </Title>
        <Text size="sm">{kept}.</Text>
        <Group gap="xs">
          <Button component="a" href="/api/account/archive" download leftSection={<IconDownload size={16} />}>
            Download everything of mine
          </Button>
          <Button leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
            Delete everything of mine
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          The download is one zip: networks that Layerloom opens again, saved blocks, runs with their files and models,
          data sets, what you handed in and said of hand-ins
          {taught > 0 && "; for each class its lessons, its marks, and its assignments as files that open again"}.
        </Text>
      </Stack>
      {isAsking && <DeleteEverything account={account} onClose={() => setAsking(false)} />}
    </Paper>
  );
}

function DeleteEverything({ account, onClose }: { account: Account; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [withClasses, setWithClasses] = useState(false);
  const { classes: taught } = account.kept;
  const isRight = typed.trim().toLowerCase() === CONFIRMATION;
  const remove = useMutation({
    mutationFn: () => deleteEverything(typed, withClasses),
    onSuccess: () => window.location.assign("/"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isRight) remove.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Delete everything of mine?" closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">
            Networks, saved blocks, runs with their models, data sets and files are deleted for good.{" "}
            {account.goes_too
              ? `So is your account: you leave your classes${taught > 0 ? ", those that were yours to teach are deleted," : ""} and are signed out.`
              : "Your account stays."}
          </Text>
          {taught > 0 && !account.goes_too && (
            <Checkbox
              label={`Delete my ${plural(taught, "class", "classes")}, too`}
              description={
                withClasses
                  ? "They go with their assignments, lessons and hand-ins, and with the accounts that were made for them alone and everything of theirs."
                  : "Otherwise they stay until their last day, with their members, assignments, lessons, hand-ins and what you said of them."
              }
              checked={withClasses}
              onChange={(event) => setWithClasses(event.currentTarget.checked)}
            />
          )}
          <TextInput
            label={`Type “${CONFIRMATION}” to confirm`}
            data-autofocus
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={remove.error && sentenceOf(remove.error)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Keep it</Button>
            <Button type="submit" variant="filled" color="red.9" disabled={!isRight} loading={remove.isPending}>
              Delete
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
