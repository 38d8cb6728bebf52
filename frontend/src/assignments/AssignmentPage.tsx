import { Anchor, Badge, Button, Container, Group, Menu, Stack, Table, Text, Tooltip } from "@mantine/core";
import { IconChevronDown, IconDownload, IconPencil, IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { PageLoader } from "@/app/PageLoader";
import { tell } from "@/app/tell";
import { classQuery } from "@/classroom/queries";
import { Markdown } from "@/guide/Markdown";
import { ageText } from "@/home/age";
import { AssignmentHead } from "./AssignmentHead";
import classes from "./assignments.module.css";
import { deadlineText, momentText } from "./deadlines";
import { FileButton } from "./FileButton";
import { HandInBadges } from "./HandInBadges";
import { LeftOut } from "./LeftOut";
import { assignmentQuery, handInsQuery, pictureOf, startAssignment } from "./queries";
import { StudentRow } from "./StudentAssignments";
import { counting, missing, pointText, withoutTitle } from "./standing";
import type { Assignment, HandInListed, RuleResult } from "./types";

/** An assignment: to its teacher the table of what was handed in, to a student what is to be done. */
export function AssignmentPage() {
  const { id = "" } = useParams();
  const { data: assignment, error, refetch } = useQuery(assignmentQuery(id));
  if (error && !assignment)
    return <ErrorMessage title="This assignment could not be fetched" error={error} onRetry={() => void refetch()} />;
  if (!assignment) return <PageLoader />;
  return (
    <Container size="lg" py="lg">
      <title>{`${assignment.title} · Layerloom`}</title>
      <Stack gap="lg">
        <AssignmentHead assignment={assignment}>
          <Text size="sm">{deadlineText(assignment, Date.now())}</Text>
        </AssignmentHead>
        {assignment.teaches ? <ForTeacher assignment={assignment} /> : <ForStudent assignment={assignment} />}
      </Stack>
    </Container>
  );
}

function ForStudent({ assignment }: { assignment: Assignment }) {
  return (
    <Stack gap="md" maw={720}>
      <StudentRow assignment={assignment} component="div" />
      <Markdown
        text={withoutTitle(assignment.text, assignment.title)}
        heading={2}
        picture={pictureOf(assignment.id, assignment.pictures)}
      />
    </Stack>
  );
}

function ForTeacher({ assignment }: { assignment: Assignment }) {
  const navigate = useNavigate();
  const handIns = useQuery(handInsQuery(assignment.id));
  const refresh = useMutation({ mutationFn: () => handIns.refetch() });
  const attempt = useMutation({
    mutationFn: () => startAssignment(assignment.id),
    onSuccess: (network) => navigate(`/networks/${network}`),
    onError: tell("The assignment was not opened"),
  });
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button component={Link} to={`/assignments/${assignment.id}/edit`} leftSection={<IconPencil size={16} />}>
          Change
        </Button>
        <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => attempt.mutate()} loading={attempt.isPending}>
          Try it yourself
        </Button>
        <MarksMenu id={assignment.id} />
        <FileButton assignment={assignment.id} />
        <Button leftSection={<IconRefresh size={16} />} onClick={() => refresh.mutate()} loading={refresh.isPending}>
          Refresh
        </Button>
      </Group>
      {!assignment.published && (
        <Text size="sm">This is a draft: the class does not see it. Publish it on the page of the class.</Text>
      )}
      <LeftOut assignment={assignment} />
      {handIns.data && <HandInsTable assignment={assignment} handIns={handIns.data} />}
    </Stack>
  );
}

/** The table of marks, in the two ways in which programs expect one. */
function MarksMenu({ id }: { id: string }) {
  const address = `/api/assignments/${id}/marks.csv`;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button leftSection={<IconDownload size={16} />} rightSection={<IconChevronDown size={14} />}>
          Marks as CSV
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={address} download>
          With commas
        </Menu.Item>
        <Menu.Item component="a" href={`${address}?semicolons=true`} download>
          With semicolons, as German and French Excel wants it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

type TableProps = { assignment: Assignment; handIns: readonly HandInListed[] };

function HandInsTable({ assignment, handIns }: TableProps) {
  const { data: detail } = useQuery(classQuery(assignment.klass));
  const rows = counting(handIns);
  const others = missing(detail?.people ?? [], rows);
  if (rows.length === 0 && others.length === 0)
    return <Text size="sm">Nobody is in this class yet. Hand-ins stand here as soon as there are any.</Text>;
  return (
    <Table.ScrollContainer minWidth={480 + 90 * assignment.rules.length}>
      <Table striped verticalSpacing="xs" aria-label="Hand-ins" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Student</Table.Th>
            <Table.Th scope="col">Handed in</Table.Th>
            {assignment.rules.map(({ title, rule }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no names but their places
              <Table.Th key={place} scope="col" className={classes.rule}>
                {title}
                <Text size="xs" c="dimmed" span display="block">
                  of {pointText(rule.points ?? 1)}
                </Text>
              </Table.Th>
            ))}
            <Table.Th scope="col">Points of {pointText(assignment.of)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((handIn) => (
            <Row key={handIn.id} handIn={handIn} titles={assignment.rules.map(({ title }) => title)} />
          ))}
          {others.map(({ id, nickname }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row">{nickname}</Table.Th>
              <Table.Td colSpan={assignment.rules.length + 2}>
                <Text size="sm" c="dimmed">
                  Nothing handed in
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What was handed in, by the rules of now: a rule that it was not held to has a dash. */
function Row({ handIn, titles }: { handIn: HandInListed; titles: readonly string[] }) {
  const results = new Map(handIn.results.map((result) => [result.title, result]));
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Group gap={6}>
          <Anchor component={Link} to={`/hand-ins/${handIn.id}`}>
            {handIn.person}
          </Anchor>
          {handIn.member === null && (
            <Badge variant="light" color="gray" miw="max-content">
              Left the class
            </Badge>
          )}
        </Group>
      </Table.Th>
      <Table.Td>
        <Group gap={6}>
          <Text size="sm" title={momentText(handIn.made)}>
            {ageText(handIn.made, Date.now())}
          </Text>
          <HandInBadges handIn={handIn} />
        </Group>
      </Table.Td>
      {titles.map((title, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rules may be alike
        <Cell key={place} result={results.get(title)} />
      ))}
      <Table.Td>
        <b>{handIn.points === null ? "–" : pointText(handIn.points)}</b>
      </Table.Td>
    </Table.Tr>
  );
}

/** The points for a rule; what was found on hover. */
function Cell({ result }: { result: RuleResult | undefined }) {
  if (!result || result.passed === null) return <Table.Td>–</Table.Td>;
  const points = <span>{pointText(result.points)}</span>;
  return (
    <Table.Td data-passed={result.passed} className={classes.cell}>
      {result.said ? <Tooltip label={result.said}>{points}</Tooltip> : points}
    </Table.Td>
  );
}
