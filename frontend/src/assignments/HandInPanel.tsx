import { ActionIcon, Anchor, Badge, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { tell } from "@/app/tell";
import { Guide } from "@/editor/Guide";
import { plural } from "@/graph/format";
import { metricTitle, numberText } from "@/runs/numbers";
import classes from "./assignments.module.css";
import { Checks } from "./Checks";
import { Comments } from "./Comments";
import { momentText } from "./deadlines";
import { FollowCheck } from "./FollowCheck";
import { HandInBadges } from "./HandInBadges";
import { MarksForm } from "./MarksForm";
import { checkAgain, handInsQuery } from "./queries";
import { neighbours, pointsText } from "./standing";
import type { HandIn } from "./types";

/** Beside a network that was handed in: what came with it, what the checks found, marks and comments. */
export function HandInPanel({ handIn }: { handIn: HandIn }) {
  const { teaches, remark } = handIn;
  return (
    <Guide label="Hand-in" title={teaches ? handIn.person : "What you handed in"}>
      <Stack gap="md">
        <Head handIn={handIn} />
        {handIn.note && (
          <Part title="Note">
            <Text size="sm" className={classes.lines}>
              {handIn.note}
            </Text>
          </Part>
        )}
        {handIn.run && <RunNumbers run={handIn.run} />}
        <Part title="Results">
          {handIn.state === "checking" && <FollowCheck handIn={handIn} />}
          {handIn.failure && <Text size="sm">{handIn.failure}</Text>}
          <Checks results={handIn.results} label="Results" />
          {!teaches && remark && <Text size="sm">{remark}</Text>}
          {handIn.state !== "checking" && (teaches || handIn.state === "failed") && <CheckAgain handIn={handIn} />}
        </Part>
        <Part title="Comments">
          <Comments handIn={handIn} canSay />
        </Part>
        {teaches && (
          <Part title="Marks">
            <MarksForm key={[handIn.id, ...handIn.results.map(({ title }) => title)].join("\n")} handIn={handIn} />
          </Part>
        )}
      </Stack>
    </Guide>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap={6} component="section" aria-label={title}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Head({ handIn }: { handIn: HandIn }) {
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Anchor
          component={Link}
          size="sm"
          underline="always"
          to={handIn.teaches ? `/assignments/${handIn.assignment}` : `/classes/${handIn.klass}`}
        >
          {handIn.title}
        </Anchor>
        {handIn.teaches && <Beside handIn={handIn} />}
      </Group>
      <Group gap={6}>
        <HandInBadges handIn={handIn} />
        {!handIn.newest && (
          <Badge variant="light" color="gray">
            A newer one counts
          </Badge>
        )}
      </Group>
      <Text size="sm">
        {momentText(handIn.made)}
        {handIn.number > 1 && <>, number {handIn.number}</>}
        {handIn.points !== null && <> · {pointsText({ points: handIn.points, of: handIn.of })}</>}
      </Text>
    </Stack>
  );
}

/** The way to the hand-ins of those who stand before and after in the table. */
function Beside({ handIn }: { handIn: HandIn }) {
  const { data: all = [] } = useQuery(handInsQuery(handIn.assignment));
  const { before, after } = neighbours(all, handIn.id);
  return (
    <Group gap={2} wrap="nowrap">
      {before && (
        <ActionIcon size="sm" component={Link} to={`/hand-ins/${before.id}`} aria-label={`To ${before.person}`}>
          <IconChevronLeft size={16} />
        </ActionIcon>
      )}
      {after && (
        <ActionIcon size="sm" component={Link} to={`/hand-ins/${after.id}`} aria-label={`To ${after.person}`}>
          <IconChevronRight size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}

function CheckAgain({ handIn }: { handIn: HandIn }) {
  const again = useMutation({ mutationFn: () => checkAgain(handIn.id), onError: tell("It was not checked again") });
  return (
    <Button
      size="compact-sm"
      w="fit-content"
      leftSection={<IconRefresh size={14} />}
      onClick={() => again.mutate()}
      loading={again.isPending}
    >
      Check again
    </Button>
  );
}

function RunNumbers({ run }: { run: NonNullable<HandIn["run"]> }) {
  const numbers = Object.entries({ ...run.summary, ...run.evaluation });
  return (
    <Part title="Run">
      <Text size="sm">
        {run.name}, {plural(run.epoch, "epoch")} of {run.epochs}.{" "}
        {!run.same && "It trained another state of the network than the one that was handed in."}
      </Text>
      <Table verticalSpacing={2} withRowBorders={false} aria-label="Numbers of the run">
        <Table.Tbody>
          {numbers.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} pl={0}>
                {metricTitle(name)}
              </Table.Th>
              <Table.Td ta="right" className={classes.points}>
                {numberText(value)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Part>
  );
}
