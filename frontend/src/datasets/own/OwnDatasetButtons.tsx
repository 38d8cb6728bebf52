import { Button, List, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { DeleteDialog, RenameDialog } from "@/app/AskDialogs";
import { plural } from "@/graph/format";
import { runsOnQuery } from "@/runs/queries";
import type { Dataset } from "../queries";
import { deleteDataset, renameDataset } from "./queries";

/** What can be done with a data set of one's own. */
export function OwnDatasetButtons({ dataset }: { dataset: Dataset }) {
  const [isRenaming, rename] = useDisclosure(false);
  const [isDeleting, remove] = useDisclosure(false);
  return (
    <>
      <Button onClick={rename.open}>Rename</Button>
      <Button onClick={remove.open}>Delete</Button>
      {isRenaming && <RenameDataset dataset={dataset} onClose={rename.close} />}
      {isDeleting && <DeleteDataset dataset={dataset} onClose={remove.close} />}
    </>
  );
}

interface DialogProps {
  dataset: Dataset;
  onClose: () => void;
}

function RenameDataset({ dataset, onClose }: DialogProps) {
  return (
    <RenameDialog
      title="Rename the data set"
      label="Title"
      name={dataset.title}
      missing="A data set needs a title."
      rename={(title) => renameDataset(dataset.name, title)}
      onClose={onClose}
    />
  );
}

const NAMED = 5;

function DeleteDataset({ dataset, onClose }: DialogProps) {
  const navigate = useNavigate();
  const { data: users = { runs: [], of: 0 } } = useQuery(runsOnQuery(dataset.name));
  return (
    <DeleteDialog
      name={dataset.title}
      remove={() => deleteDataset(dataset.name)}
      onDeleted={() => navigate("/datasets")}
      onClose={onClose}
    >
      <Text size="sm">
        The data will be gone for good, with the file it was made of. Networks that learn from it need another.
      </Text>
      {users.of > 0 && (
        <div>
          <Text size="sm">
            {plural(users.of, "run")} used it.{" "}
            {users.of === 1
              ? "It keeps its curves, its model and what was looked at while it learned,"
              : "They keep their curves, models and what was looked at while they learned,"}{" "}
            and can be tried. Other samples cannot be shown any more, and there is no training for more epochs:
          </Text>
          <List size="sm">
            {users.runs.slice(0, NAMED).map((run) => (
              <List.Item key={run.id}>
                {run.name}, {run.network_name}
              </List.Item>
            ))}
            {users.of > NAMED && <List.Item>and {users.of - NAMED} more</List.Item>}
          </List>
        </div>
      )}
    </DeleteDialog>
  );
}
