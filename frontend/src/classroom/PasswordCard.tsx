import { Button, Group, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, sentenceOf } from "@/api/client";
import { changePassword } from "./queries";

/** What was wrong with a field, or with neither. */
function wrongOf(error: Error | null, field: "old" | "new" | null): string | null {
  if (!error) return null;
  const param = error instanceof ApiError ? (error.problems[0]?.param ?? null) : null;
  return param === field ? sentenceOf(error) : null;
}

/** Another password for one's own account. */
export function PasswordCard() {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword(old, fresh),
    onSuccess: () => {
      setOld("");
      setFresh("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const typed = (set: (text: string) => void) => (event: React.ChangeEvent<HTMLInputElement>) => {
    set(event.currentTarget.value);
    change.reset();
  };
  return (
    <Paper withBorder p="md" component="section" aria-label="Password">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={2} size="h5">
            Password
          </Title>
          <PasswordInput
            label="The one you have now"
            autoComplete="current-password"
            value={old}
            onChange={typed(setOld)}
            error={wrongOf(change.error, "old")}
          />
          <PasswordInput
            label="The new one"
            description="Eight characters or more, and none that many people use."
            autoComplete="new-password"
            value={fresh}
            onChange={typed(setFresh)}
            error={wrongOf(change.error, "new")}
          />
          <Group gap="xs">
            <Button type="submit" disabled={!old || !fresh} loading={change.isPending}>
              Change password
            </Button>
            <Text size="sm" role="status">
              {change.isSuccess && "Changed. Other browsers in which you were signed in are signed out."}
              {wrongOf(change.error, null)}
            </Text>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
