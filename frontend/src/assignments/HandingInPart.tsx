import { NumberInput, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { fieldText, momentOf } from "./deadlines";
import type { PartProps } from "./types";

/** Until when, and how often. */
export function HandingInPart({ draft, change }: PartProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
      <TextInput
        label="Deadline"
        description="By the clock of this machine. Empty for none."
        type="datetime-local"
        value={fieldText(draft.deadline ?? null)}
        onChange={(event) => change({ deadline: momentOf(event.currentTarget.value) })}
      />
      <NumberInput
        label="How often each may hand in"
        description="The newest counts. Empty for no limit."
        min={1}
        max={1000}
        value={draft.tries ?? ""}
        onChange={(tries) => change({ tries: tries === "" ? null : Number(tries) })}
      />
      <Switch
        label="Take what comes late"
        description="What is handed in after the deadline is marked as late; otherwise it is refused."
        checked={draft.takes_late ?? false}
        onChange={(event) => change({ takes_late: event.currentTarget.checked })}
      />
    </SimpleGrid>
  );
}
