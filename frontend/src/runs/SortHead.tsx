import { Group, Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";

interface SortHeadProps {
  title: string;
  /** Whether the table is in this column's order, and if so, whether it goes down. */
  sorted: boolean | null;
  onPress: () => void;
}

/** A column's head that puts the table in its order. */
export function SortHead({ title, sorted, onPress }: SortHeadProps) {
  const direction = sorted ? "descending" : "ascending";
  return (
    <Table.Th scope="col" aria-sort={sorted === null ? "none" : direction}>
      <UnstyledButton onClick={onPress} fz="sm" fw={600}>
        <Group gap={2} wrap="nowrap">
          {title}
          {sorted === true && <IconArrowDown size={14} aria-hidden="true" />}
          {sorted === false && <IconArrowUp size={14} aria-hidden="true" />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}
