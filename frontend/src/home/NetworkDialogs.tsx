import { Text } from "@mantine/core";
import { DeleteDialog, RenameDialog } from "@/app/AskDialogs";
import { plural } from "@/graph/format";
import { deleteNetwork, type NetworkCard, renameNetwork } from "./queries";

interface DialogProps {
  network: NetworkCard;
  onClose: () => void;
}

/** Asks for another name of a network. */
export function RenameNetwork({ network, onClose }: DialogProps) {
  return (
    <RenameDialog
      title="Rename the network"
      label="Name"
      name={network.name}
      missing="A network needs a name."
      rename={(name) => renameNetwork(network.id, name)}
      onClose={onClose}
    />
  );
}

/** Asks whether a network and everything learned with it may go. */
export function DeleteNetwork({ network, onClose }: DialogProps) {
  const runs = network.runs > 0 ? ` and its ${plural(network.runs, "run")} with what they learned` : "";
  return (
    <DeleteDialog name={network.name} remove={() => deleteNetwork(network.id)} onDeleted={onClose} onClose={onClose}>
      <Text size="sm">The network{runs} will be gone for good.</Text>
    </DeleteDialog>
  );
}
