import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { plural } from "@/graph/format";

interface FoldButtonProps {
  title: string;
  trials: number;
  isOpen: boolean;
  onToggle: () => void;
}

/** Opens the row of a sweep. */
export function FoldButton({ title, trials, isOpen, onToggle }: FoldButtonProps) {
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`${plural(trials, "trial")} of ${title}`}
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      <Icon size={16} />
    </ActionIcon>
  );
}
