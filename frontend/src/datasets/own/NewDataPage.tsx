import { Anchor, Container, Stack, Text, Title } from "@mantine/core";
import { useCallback } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { DropTarget } from "./DropTarget";
import { NewData } from "./NewData";

/** Data of a person's own, from the file to the data set. The file that is looked at stands in the address. */
export function NewDataPage() {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const show = useCallback(
    (upload: string | null) => setParams(upload ? { upload } : {}, { replace: upload !== null }),
    [setParams],
  );
  return (
    <Container size="xl" py="lg">
      <title>Upload data · Layerloom</title>
      <Stack gap="lg">
        <div>
          <Anchor component={Link} to="/datasets" size="sm">
            All data sets
          </Anchor>
          <Title order={1} size="h2">
            Upload data
          </Title>
          <Text c="dimmed">Train on data of your own.</Text>
        </div>
        <NewData
          upload={params.get("upload")}
          onUpload={show}
          onKept={(dataset) => navigate(`/datasets/${dataset.name}`)}
        />
      </Stack>
      <DropTarget onTaken={() => show(null)} />
    </Container>
  );
}
