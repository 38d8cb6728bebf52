import { Button, Container, Group, NumberInput, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorMessage } from "@/app/ErrorPage";
import { queryClient } from "@/app/session";
import { tell } from "@/app/tell";
import { formatCount } from "@/graph/format";
import { LIMITS, limitsQuery, putLimits, type RoleLimits } from "./limits";

/** What people may take of this server: a form for those who teach, one's own limits for everybody else. */
export function SettingsPage() {
  const { data, error, refetch } = useQuery(limitsQuery);
  if (error && !data) {
    return <ErrorMessage title="The limits could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Container size="xl" py="lg">
      <title>Settings · Layerloom</title>
      <Stack gap="lg">
        <Title order={1} size="h2">
          Settings
        </Title>
        {!data && <Skeleton height={240} />}
        {data && data.roles.length > 0 && <LimitsForm key={JSON.stringify(data.roles)} kept={data.roles} />}
        {data && <OwnLimits own={data.own} />}
      </Stack>
    </Container>
  );
}

function LimitsForm({ kept }: { kept: readonly RoleLimits[] }) {
  const [rows, setRows] = useState(kept);
  const changed = rows.filter((row, place) => row !== kept[place]);
  const save = useMutation({
    mutationFn: () => Promise.all(changed.map(putLimits)),
    onSuccess: () => notifications.show({ message: "The limits are saved, and hold from now on." }),
    onError: tell("The limits were not saved"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: limitsQuery.queryKey }),
  });
  const change = (given: RoleLimits) => setRows(rows.map((row) => (row.role === given.role ? given : row)));
  return (
    <form
      aria-label="Limits"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4">
            Limits
          </Title>
          <Text c="dimmed" size="sm">
            What one person of a role may take of this server. An empty field is no limit; administrators have none.
          </Text>
        </div>
        <Table.ScrollContainer minWidth={720}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Role</Table.Th>
                {LIMITS.map(({ name, label, about }) => (
                  <Table.Th key={name} style={{ verticalAlign: "top" }}>
                    {label}
                    <Text size="xs" c="dimmed">
                      {about}
                    </Text>
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <LimitsRow key={row.role} row={row} onChange={change} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group>
          <Button type="submit" variant="filled" disabled={changed.length === 0} loading={save.isPending}>
            Save limits
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function LimitsRow({ row, onChange }: { row: RoleLimits; onChange: (row: RoleLimits) => void }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{titleOf(row)}</Table.Th>
      {LIMITS.map(({ name, label }) => (
        <Table.Td key={name}>
          <NumberInput
            aria-label={`${label}, ${titleOf(row)}`}
            placeholder="No limit"
            value={row[name] ?? ""}
            onChange={(value) => onChange({ ...row, [name]: value === "" ? null : Number(value) })}
            min={0}
            max={2_000_000_000}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=","
            hideControls
          />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

function OwnLimits({ own }: { own: RoleLimits }) {
  const limits = LIMITS.filter(({ name }) => own[name] !== null);
  return (
    <div>
      <Title order={2} size="h4">
        Your own limits
      </Title>
      <Text size="sm">
        You are {own.role === "administrator" ? "an" : "a"} {own.role} here.{" "}
        {limits.length === 0
          ? "Nothing is limited."
          : `${limits.map(({ name, label }) => `${label}: ${formatCount(own[name] ?? 0)}`).join(" · ")}.`}
      </Text>
    </div>
  );
}

function titleOf({ role }: RoleLimits): string {
  return `${role.charAt(0).toUpperCase()}${role.slice(1)}s`;
}
