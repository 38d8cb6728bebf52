import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/api/client";
import type { Dataset } from "../queries";
import { titleOf } from "./names";
import { type Inspection, keepDataset, type Recipe } from "./queries";
import { wanting } from "./recipe";
import { useUploading } from "./uploading";

interface KeepFormProps {
  upload: string;
  inspection: Inspection;
  recipe: Recipe | null;
  isCurrent: boolean;
  onKept: (dataset: Dataset) => void;
}

/** Names the data set and keeps it. */
export function KeepForm({ upload, inspection, recipe, isCurrent, onKept }: KeepFormProps) {
  const [title, setTitle] = useState(titleOf(inspection.name));
  const settle = useUploading((uploading) => uploading.settle);
  const keep = useMutation({
    mutationFn: (what: Recipe) => keepDataset(upload, title.trim(), what),
    onSuccess: (dataset) => {
      settle(upload);
      onKept(dataset);
    },
  });
  const lacks = lacking(inspection, recipe, title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (recipe && lacks.length === 0) keep.mutate(recipe);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          size="xs"
          label="Title"
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {lacks.map((sentence) => (
          <Text key={sentence} size="sm">
            {sentence}
          </Text>
        ))}
        {keep.error && (
          <Alert color="orange" icon={<IconAlertCircle size={18} />} title="It was not kept">
            <Text size="sm" style={{ whiteSpace: "pre-line" }}>
              {sentenceOf(keep.error)}
            </Text>
          </Alert>
        )}
        <Button type="submit" variant="filled" disabled={lacks.length > 0 || !isCurrent} loading={keep.isPending}>
          Keep
        </Button>
      </Stack>
    </form>
  );
}

function lacking({ faults }: Inspection, recipe: Recipe | null, title: string): string[] {
  if (faults.length > 0) return ["Cure what is wrong in the file first."];
  if (!recipe)
    return ["A data set needs a column to learn and another to learn it from. Correct what the columns hold."];
  return [...wanting(recipe), ...(title.trim() === "" ? ["Give it a title."] : [])];
}
