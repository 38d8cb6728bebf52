import { Button, Group, NumberInput, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/api/client";
import { marksOf, type Typed, typedOf } from "./marks";
import { mark } from "./queries";
import { pointText } from "./standing";
import type { HandIn } from "./types";

/** Gives other points and other words than the checks do; what is left empty is as they say. */
export function MarksForm({ handIn }: { handIn: HandIn }) {
  const [typed, setTyped] = useState<readonly Typed[]>(() => typedOf(handIn));
  const [remark, setRemark] = useState(handIn.remark);
  const [basedOn, setBasedOn] = useState(handIn.revision);
  const keep = useMutation({
    mutationFn: () => mark(handIn.id, marksOf(typed, remark, basedOn)),
    onSuccess: ({ revision }) => setBasedOn(revision),
  });
  const change = (place: number, changed: Partial<Typed>) =>
    setTyped(typed.map((one, at) => (at === place ? { ...one, ...changed } : one)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          What you leave empty is as the checks say.
        </Text>
        {handIn.results.map(({ rule, title, of }, place) => (
          <Stack key={rule} gap={4}>
            <NumberInput
              size="xs"
              label={title}
              suffix={` of ${pointText(of)}`}
              placeholder="As checked"
              min={0}
              max={1000}
              value={typed[place]?.points ?? ""}
              onChange={(points) => change(place, { points: points === "" ? "" : Number(points) })}
            />
            <Textarea
              size="xs"
              autosize
              minRows={1}
              maxRows={5}
              maxLength={1000}
              aria-label={`Words on: ${title}`}
              placeholder="Your words on this rule"
              value={typed[place]?.said ?? ""}
              onChange={(event) => change(place, { said: event.currentTarget.value })}
            />
          </Stack>
        ))}
        <Textarea
          size="xs"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          label="Remark on the whole"
          value={remark}
          onChange={(event) => setRemark(event.currentTarget.value)}
        />
        {keep.error && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {sentenceOf(keep.error)}
          </Text>
        )}
        <Group gap="xs">
          <Button type="submit" size="compact-sm" loading={keep.isPending}>
            Keep the marks
          </Button>
          {keep.isSuccess && (
            <Text size="xs" role="status">
              Kept. The student sees them.
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}
