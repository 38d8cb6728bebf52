import { ActionIcon, Badge, Group, Menu, Table, Text } from "@mantine/core";
import { IconDots, IconKey, IconLock, IconLockOpen, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { tell } from "@/app/tell";
import { ageText } from "@/home/age";
import { NewPhrase, RemoveMember, RenameMember } from "./MemberDialogs";
import { type ClassDetail, changeMember, type Member } from "./queries";

type Asked = { what: "rename" | "phrase" | "remove"; member: Member };

/** Who is in a class, and what may become of them. */
export function MembersTable({ detail }: { detail: ClassDetail }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  if (detail.people.length === 0) return <Text>Nobody has joined yet. This list grows when it is refreshed.</Text>;
  return (
    <>
      <Table.ScrollContainer minWidth={640}>
        <Table striped verticalSpacing="xs" aria-label="Members">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Nickname</Table.Th>
              <Table.Th scope="col">Joined</Table.Th>
              <Table.Th scope="col">Last seen</Table.Th>
              <Table.Th scope="col">Networks</Table.Th>
              <Table.Th scope="col">Runs</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {detail.people.map((member) => (
              <Row key={member.id} member={member} detail={detail} ask={(what) => setAsked({ what, member })} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {asked?.what === "rename" && <RenameMember classId={detail.id} member={asked.member} onClose={close} />}
      {asked?.what === "phrase" && <NewPhrase detail={detail} member={asked.member} onClose={close} />}
      {asked?.what === "remove" && <RemoveMember classId={detail.id} member={asked.member} onClose={close} />}
    </>
  );
}

interface RowProps {
  member: Member;
  detail: ClassDetail;
  ask: (what: Asked["what"]) => void;
}

function Row({ member, detail, ask }: RowProps) {
  const now = Date.now();
  const lock = useMutation({
    mutationFn: () => changeMember(detail.id, member, { locked: !member.locked }),
    onError: tell("Nothing was changed"),
  });
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Group gap="xs">
          {member.nickname}
          {member.locked && (
            <Badge variant="light" color="gray">
              Locked
            </Badge>
          )}
        </Group>
      </Table.Th>
      <Table.Td>{ageText(member.joined, now)}</Table.Td>
      <Table.Td>{ageText(member.seen, now)}</Table.Td>
      <Table.Td>{member.networks}</Table.Td>
      <Table.Td>{member.runs}</Table.Td>
      <Table.Td ta="right">
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={`More about ${member.nickname}`}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => ask("rename")}>
              Rename
            </Menu.Item>
            <Menu.Item leftSection={<IconKey size={16} />} onClick={() => ask("phrase")}>
              New pass-phrase
            </Menu.Item>
            <Menu.Item
              leftSection={member.locked ? <IconLockOpen size={16} /> : <IconLock size={16} />}
              onClick={() => lock.mutate()}
            >
              {member.locked ? "Let in again" : "Lock out"}
              {!member.locked && !detail.locked && (
                <Text size="xs" c="dimmed" maw={260}>
                  Lock joining as well: whoever has the code can join by another nickname.
                </Text>
              )}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => ask("remove")}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}
