import { Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import { sentenceOf } from "@/api/client";

/** A failure in words, with ways on. */
export function ErrorMessage({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  return (
    <Container size="sm" py={80}>
      <Stack gap="md">
        <Title order={1} size="h2">
          {title}
        </Title>
        <Text>{sentenceOf(error)}</Text>
        <Group>
          <Button onClick={onRetry ?? (() => window.location.reload())}>Try again</Button>
          <Button component={Link} to="/" variant="subtle">
            All networks
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}

export function ErrorPage() {
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return missing ? <NotFoundPage /> : <ErrorMessage title="This page could not be shown" error={error} />;
}

export function NotFoundPage() {
  return (
    <ErrorMessage
      title="There is nothing here"
      error={new Error("The address leads nowhere, or what it led to is gone.")}
    />
  );
}
