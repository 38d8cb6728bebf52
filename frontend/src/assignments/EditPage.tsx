import { Container, Paper, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { isConflict } from "@/api/client";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { equalJson } from "@/graph/document";
import { catalogQuery } from "@/home/queries";
import { AssignmentHead } from "./AssignmentHead";
import { DataPart } from "./DataPart";
import { HandingInPart } from "./HandingInPart";
import { LeaveDialog } from "./LeaveDialog";
import { LeftOut } from "./LeftOut";
import { LimitsPart } from "./LimitsPart";
import { NetworkPart } from "./NetworkPart";
import { assignmentQuery, changeAssignment, refreshAssignment, written } from "./queries";
import { RulesPart } from "./RulesPart";
import { SaveBar } from "./SaveBar";
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

function Form({ assignment }: { assignment: Assignment }) {
  const { data: catalog } = useQuery(catalogQuery);
  const kept = written(assignment);
  const [draft, setDraft] = useState(kept);
  const isChanged = !equalJson(draft, kept);
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
        <SaveBar assignment={assignment} draft={draft} isChanged={isChanged} save={save} />
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
      <LeaveDialog isUnsaved={isChanged} />
    </Container>
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
