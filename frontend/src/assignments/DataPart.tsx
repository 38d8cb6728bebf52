import { Select, Slider, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { datasetsQuery } from "@/datasets/queries";
import { formatCount } from "@/graph/format";
import { hiddenText } from "./rules";
import type { Assignment, PartProps } from "./types";

/** The data set, and how much of it nobody sees but the checks. */
export function DataPart({ draft, change, assignment }: PartProps & { assignment: Assignment }) {
  const { data: datasets = [] } = useQuery(datasetsQuery);
  const offered = datasets.filter(({ name, lent }) => !lent || name === assignment.chosen);
  const chosen = datasets.find(({ name }) => name === draft.dataset);
  const percent = Math.round((draft.hidden ?? 0) * 100);
  return (
    <Stack gap="md">
      <Select
        label="Data set"
        description="Students train on a part of it. Once a student has started, data and share stay as they are."
        placeholder="Nothing is trained"
        data={offered.map(({ name, title, own }) => ({ value: name, label: own ? `${title} (yours)` : title }))}
        value={draft.dataset ?? null}
        onChange={(dataset) => change({ dataset })}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Use no data set" }}
      />
      {draft.dataset && (
        <div>
          <Text size="sm" fw={500} id="hidden-share">
            Share that is kept back: {percent} %
          </Text>
          <Text size="xs" c="dimmed" mb={8}>
            {hiddenText(percent, chosen ? chosen.train_samples + chosen.test_samples : null, formatCount)}
          </Text>
          {chosen && !chosen.own && !chosen.lent && (
            <Text size="xs" mb={8}>
              Everyone here can look at the gallery’s data. For a test that counts, take data of your own: students see
              the other part of it alone.
            </Text>
          )}
          <Slider
            min={0}
            max={90}
            step={5}
            label={(value) => `${value} %`}
            thumbProps={{ "aria-labelledby": "hidden-share" }}
            value={percent}
            onChange={(share) => change({ hidden: share / 100 })}
          />
        </div>
      )}
    </Stack>
  );
}
