import { Button, Divider, Group, Stack, Text, Title } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { Guide } from "@/editor/Guide";
import { plural } from "@/graph/format";
import { Markdown } from "@/guide/Markdown";
import { Checks } from "./Checks";
import { Comments } from "./Comments";
import { deadlineText, momentText } from "./deadlines";
import { FollowCheck } from "./FollowCheck";
import { HandInBadges } from "./HandInBadges";
import { HandInDialog } from "./HandInDialog";
import { handInQuery, pictureOf } from "./queries";
import { isOpen, pointsText, withoutTitle } from "./standing";
import type { Work } from "./types";
import { useJudged } from "./useJudged";

/** What is to be done in this network: the text, the rules as they stand, and handing in. */
export function AssignmentPanel({ work, networkId }: { work: Work; networkId: string }) {
  const newest = work.hand_ins[0];
  return (
    <Guide label="Assignment" title={work.title} givesWay>
      <Stack gap="md">
        {work.taken_back ? <TakenBack hasData={work.has_data} /> : <ToDo work={work} networkId={networkId} />}
        {newest && (
          <>
            <Divider />
            <Newest key={newest.id} id={newest.id} />
          </>
        )}
      </Stack>
    </Guide>
  );
}

function TakenBack({ hasData }: { hasData: boolean }) {
  return (
    <Text size="sm" role="status">
      Your teacher has taken this assignment back. The network stays yours
      {hasData && "; its data come back when the assignment does"}.
    </Text>
  );
}

function ToDo({ work, networkId }: { work: Work; networkId: string }) {
  return (
    <>
      <Text size="sm">{deadlineText(work, Date.now())}</Text>
      {work.text && (
        <Markdown text={withoutTitle(work.text, work.title)} picture={pictureOf(work.assignment, work.pictures)} />
      )}
      {work.rules.length > 0 && <Rules work={work} />}
      <HandingIn work={work} networkId={networkId} />
    </>
  );
}

function Rules({ work }: { work: Work }) {
  const results = useJudged(work);
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        Rules
      </Title>
      <Checks results={results} label="Rules" isLive />
    </Stack>
  );
}

/** Why nothing can be handed in now; null where something can. */
function refusalOf(work: Work): string | null {
  if (!isOpen(work)) return "The time to hand in is over. Ask your teacher for more time.";
  if (work.tries_left === 0) return "You have handed in as often as you may. The newest counts.";
  if (work.hand_ins[0]?.state === "checking") return "You can hand in again when the check is done.";
  return null;
}

function HandingIn({ work, networkId }: { work: Work; networkId: string }) {
  const [isAsking, setAsking] = useState(false);
  const refusal = refusalOf(work);
  return (
    <Stack gap={6}>
      <Button
        variant="filled"
        size="sm"
        w="fit-content"
        leftSection={<IconSend size={15} />}
        disabled={refusal !== null}
        onClick={() => setAsking(true)}
      >
        {work.hand_ins.length > 0 ? "Hand in again" : "Hand in"}
      </Button>
      {refusal && <Text size="xs">{refusal}</Text>}
      {!refusal && work.over && <Text size="xs">The deadline is over: what you hand in now is marked as late.</Text>}
      {!refusal && work.tries_left !== null && (
        <Text size="xs" c="dimmed">
          You can hand in {plural(work.tries_left, "more time", "more times")}. The newest counts.
        </Text>
      )}
      {isAsking && <HandInDialog work={work} networkId={networkId} onClose={() => setAsking(false)} />}
    </Stack>
  );
}

/** What came of the newest hand-in. */
function Newest({ id }: { id: string }) {
  const { data: handIn, error } = useQuery(handInQuery(id));
  if (!handIn) return error ? <Text size="sm">{sentenceOf(error)}</Text> : null;
  return (
    <Stack gap="xs" component="section" aria-label="What you handed in">
      <Group gap="xs">
        <Title order={3} size="h6">
          What you handed in
        </Title>
        <HandInBadges handIn={handIn} />
      </Group>
      <Text size="sm">
        {momentText(handIn.made)}
        {handIn.points !== null && <> · {pointsText({ points: handIn.points, of: handIn.of })}</>}
      </Text>
      {handIn.state === "checking" && <FollowCheck handIn={handIn} />}
      {handIn.failure && <Text size="sm">{handIn.failure}</Text>}
      {handIn.state !== "checking" && <Checks results={handIn.results} label="Results" />}
      {handIn.remark && <Text size="sm">{handIn.remark}</Text>}
      <Comments handIn={handIn} canSay={false} />
    </Stack>
  );
}
