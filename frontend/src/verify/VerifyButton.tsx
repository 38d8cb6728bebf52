import { Button, List, Loader, Popover, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconMinus, IconShieldCheck, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { useEditor } from "@/graph/store";
import { type Check, type Outcome, outcomeOf, summaryOf, type Verification, verify } from "./verification";

const MARKS = {
  equal: { color: "teal", label: "equal", Icon: IconCheck },
  different: { color: "red", label: "different", Icon: IconX },
  skipped: { color: "gray", label: "not compared", Icon: IconMinus },
} as const satisfies Record<Outcome, unknown>;

function CheckItem({ check }: { check: Check }) {
  const { color, label, Icon } = MARKS[outcomeOf(check)];
  return (
    <List.Item
      icon={
        <ThemeIcon color={color} size={18} radius="xl" aria-label={label} role="img">
          <Icon size={12} />
        </ThemeIcon>
      }
    >
      <Text size="sm" fw={600} span>
        {check.name}.
      </Text>{" "}
      {check.detail}
    </List.Item>
  );
}

function Result({ result }: { result: Verification }) {
  return (
    <>
      <Text size="sm" mb="xs">
        {summaryOf(result)}
      </Text>
      <List size="sm" spacing={6}>
        {result.checks.map((check) => (
          <CheckItem key={check.name} check={check} />
        ))}
      </List>
    </>
  );
}

/** Runs the code of the network on the server and shows how what it makes compares with what is drawn. */
export function VerifyButton() {
  const [isOpen, setOpen] = useState(false);
  const asked = useMutation({ mutationFn: () => verify(useEditor.getState().document) });
  const start = () => {
    setOpen(true);
    asked.mutate();
  };
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      width="min(420px, 92vw)"
      position="top-start"
      withArrow
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <Button
          size="compact-xs"
          leftSection={asked.isPending ? <Loader size={12} /> : <IconShieldCheck size={13} />}
          onClick={start}
          disabled={asked.isPending}
        >
          Verify
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-live="polite" aria-label="What Verify found">
        {asked.isPending && <Text size="sm">Running the code by itself. This takes some seconds.</Text>}
        {asked.isError && <Text size="sm">{sentenceOf(asked.error)}</Text>}
        {asked.isSuccess && <Result result={asked.data} />}
      </Popover.Dropdown>
    </Popover>
  );
}
