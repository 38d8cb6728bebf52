import { Select, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/app/FormDialog";
import { queryClient } from "@/app/session";
import { datasetsQuery } from "@/datasets/queries";
import { networksQuery } from "@/home/queries";
import { makeAssignment } from "./queries";
import { documentOf } from "./starters";
import type { AssignmentIn } from "./types";

interface Props {
  classId: string;
  onMade: (id: string) => void;
  onClose: () => void;
}

/** Asks for what an assignment begins with: its title, and the network that students start from. */
export function NewAssignment({ classId, onMade, onClose }: Props) {
  const { data: networks = [] } = useQuery(networksQuery);
  const [title, setTitle] = useState("");
  const [network, setNetwork] = useState<string | null>(null);
  const make = async () => {
    const starter = network === null ? undefined : await documentOf(network);
    const datasets = await queryClient.fetchQuery(datasetsQuery);
    const learnsFrom = datasets.find(({ name }) => name === starter?.training?.dataset);
    const dataset = learnsFrom && !learnsFrom.lent ? learnsFrom.name : null;
    const body = { title: title.trim(), dataset, ...(starter && { starter }) };
    return makeAssignment(classId, body as AssignmentIn);
  };
  const making = useMutation({ mutationFn: make, onSuccess: onMade });
  const isMissing = title.trim() === "";
  return (
    <FormDialog title="New assignment" action="Make it" canSend={!isMissing} sending={making} onClose={onClose}>
      <TextInput
        label="Title"
        placeholder="A network that reads digits"
        data-autofocus
        value={title}
        maxLength={120}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Select
        label="Starter network"
        description="Each student starts from a copy of it, as it is now. Without one they start from an empty canvas."
        placeholder="An empty canvas"
        data={networks.map(({ id, name }) => ({ value: id, label: name }))}
        value={network}
        onChange={setNetwork}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Start from an empty canvas" }}
        nothingFoundMessage="No network of yours is called so"
      />
    </FormDialog>
  );
}
