import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/app/FormDialog";
import { dayAfter } from "./days";

const HALF_A_YEAR = 182;
export const WHAT_GOES =
  "On the day after its last, the class goes, with its assignments, its hand-ins and the accounts that were made for it alone: their networks, runs and data. Who has a password or is in another class keeps theirs. All are told two weeks before.";

interface ClassDialogProps {
  title: string;
  action: string;
  name?: string;
  ends?: string;
  save: (name: string, ends: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for the name and the last day of a class. */
export function ClassDialog({ title, action, name = "", ends, save, onClose }: ClassDialogProps) {
  const [typed, setTyped] = useState(name);
  const [day, setDay] = useState(ends ?? dayAfter(HALF_A_YEAR, Date.now()));
  const saving = useMutation({ mutationFn: () => save(typed.trim(), day), onSuccess: onClose });
  const isMissing = typed.trim() === "" || day === "";
  return (
    <FormDialog title={title} action={action} canSend={!isMissing} sending={saving} onClose={onClose}>
      <TextInput
        label="Name"
        placeholder="7b, computer science"
        data-autofocus
        value={typed}
        maxLength={80}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <TextInput
        label="Last day"
        type="date"
        description={WHAT_GOES}
        value={day}
        min={dayAfter(0, Date.now())}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
