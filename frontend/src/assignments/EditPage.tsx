import { Badge, Button, Container, Group, Modal, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconDeviceFloppy, IconDownload, IconWorld, IconWorldOff } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useBlocker, useParams } from "react-router";
import { isConflict, sentenceOf } from "@/api/client";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { equalJson } from "@/graph/document";
import { catalogQuery } from "@/home/queries";
import { AssignmentHead } from "./AssignmentHead";
import classes from "./assignments.module.css";
import { DataPart } from "./DataPart";
import { HandingInPart } from "./HandingInPart";
import { LeftOut } from "./LeftOut";
import { LimitsPart } from "./LimitsPart";
import { NetworkPart } from "./NetworkPart";
import { assignmentQuery, changeAssignment, refreshAssignment, written } from "./queries";
import { RulesPart } from "./RulesPart";
import { TextPart } from "./TextPart";
import type { Assignment, AssignmentIn } from "./types";

/** The form of an assignment, for its teacher. */
export function EditPage() {
  const { id = "" } = useParams();
  const {
    data: assignment,
    error,
    refetch,
  } = useQuery({ ...assignmentQuery(id), staleTime: Number.POSITIVE_INFINITY });
  if (error && !assignment)
    return <ErrorMessage title="This assignment could not be fetched" error={error} onRetry={() => void refetch()} />;
  if (!assignment) return <PageLoader />;
  if (!assignment.teaches)
    return <ErrorMessage title="Only its teacher can change this" error={new Error("Ask who teaches the class.")} />;
  return <Form key={assignment.id} assignment={assignment} />;
}

/** Whether nothing was typed since a form was sent. */
function isSent(typed: AssignmentIn, { published, ...sent }: AssignmentIn): boolean {
  return equalJson(typed, sent);
}

/** Keeps what was not saved from being lost with the page. */
function useUnsaved(isUnsaved: boolean) {
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isUnsaved]);
  return useBlocker(isUnsaved);
}

function Form({ assignment }: { assignment: Assignment }) {
  const { data: catalog } = useQuery(catalogQuery);
  const kept = written(assignment);
  const [draft, setDraft] = useState(kept);
  const isChanged = !equalJson(draft, kept);
  const blocker = useUnsaved(isChanged);
  const save = useMutation({
    mutationFn: (body: AssignmentIn) => changeAssignment(assignment, body),
    onSuccess: (now, sent) => setDraft((typed) => (isSent(typed, sent) ? written(now) : typed)),
    // What could not be published may have been written all the same; what others wrote meanwhile is not to be overwritten.
    onError: (error) => !isConflict(error) && void refreshAssignment(assignment.id),
  });
  const change = (changed: Partial<AssignmentIn>) => setDraft((before) => ({ ...before, ...changed }));
  const part = { draft, change };
  return (
    <Container size="md" py="lg">
      <title>{`${draft.title} · Layerloom`}</title>
      <Stack gap="lg">
        <AssignmentHead assignment={assignment} />
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
            <Button
              component="a"
              href={`/api/assignments/${assignment.id}/file`}
              download
              leftSection={<IconDownload size={16} />}
            >
              Download as a file
            </Button>
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
        <LeftOut assignment={assignment} />
        <Section title="Text" id="text">
          <TextInput
            label="Title"
            maxLength={120}
            value={draft.title}
            error={draft.title.trim() === "" && "An assignment needs a title."}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <TextPart {...part} assignment={assignment} />
        </Section>
        <Section title="Networks" id="networks">
          <NetworkPart {...part} />
        </Section>
        <Section title="Data" id="data">
          <DataPart {...part} assignment={assignment} />
        </Section>
        {catalog && (
          <>
            <Section title="What students see" id="limits">
              <LimitsPart {...part} catalog={catalog} />
            </Section>
            <Section title="Rules" id="rules">
              <RulesPart {...part} catalog={catalog} />
            </Section>
          </>
        )}
        <Section title="Handing in" id="handing-in">
          <HandingInPart {...part} />
        </Section>
      </Stack>
      {blocker.state === "blocked" && (
        <Modal
          opened
          onClose={blocker.reset}
          title="Leave without saving?"
          closeButtonProps={{ "aria-label": "Close" }}
        >
          <Stack gap="md">
            <Text size="sm">What you changed since you last saved would be lost.</Text>
            <Group justify="flex-end" gap="xs">
              <Button data-autofocus onClick={blocker.reset}>
                Stay
              </Button>
              <Button variant="filled" color="red.9" onClick={blocker.proceed}>
                Leave
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </Container>
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

function Section({ title, id, children }: { title: string; id: string; children: ReactNode }) {
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={`part-${id}`}>
      <Stack gap="md">
        <Title order={2} size="h4" id={`part-${id}`}>
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}
