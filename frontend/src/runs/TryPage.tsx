import { Anchor, Container, Skeleton, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { Shared } from "@/sharing/Shared";
import { runQuery } from "./queries";
import { TryTab } from "./TryTab";

/** A trained model by itself, for whoever wants to ask it and nothing else. */
export function TryPage() {
  const { id = "" } = useParams();
  const { data: run, error, refetch } = useQuery(runQuery(id));
  if (run === undefined && error) {
    return <ErrorMessage title="This model could not be fetched" error={error} onRetry={() => void refetch()} />;
  }
  if (!run) return <Skeleton height={360} m="md" />;
  return (
    <Shared network={run.network} author={run.author} thing="model">
      <Container size="xl" py="md">
        <title>{`Try ${run.document.name} · Layerloom`}</title>
        <Stack gap="md">
          <div>
            <Anchor component={Link} to={`/runs/${run.id}`} size="sm">
              {run.name} of {run.document.name}
            </Anchor>
            <Title order={1} size="h2">
              Try {run.document.name}
            </Title>
          </div>
          <TryTab run={run} />
        </Stack>
      </Container>
    </Shared>
  );
}
