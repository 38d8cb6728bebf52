import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconAdjustments, IconAlertCircle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answerAs, api, sentenceOf } from "@/api/client";
import type { components } from "@/api/schema";
import { inputBindings } from "@/dock/bindings";
import { applyFix } from "@/editor/commands";
import { toWire } from "@/graph/document";
import { useEditor } from "@/graph/store";
import type { Patch } from "@/graph/types";
import type { Dataset } from "../queries";
import { choicesOf, type Laid, laid, type Preprocess, straightBehind, treatable, unused, type Wish } from "./prepare";
import { Section } from "./Section";
import { Treatments } from "./Treatments";

type Offered = components["schemas"]["PreprocessingOut"];

/** Lets a person choose what is done to the data, as layers behind the Inputs. */
export function PrepareButton({ dataset }: { dataset: Dataset }) {
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" size="compact-xs" leftSection={<IconAdjustments size={14} />} onClick={dialog.open}>
        Prepare it
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={`Prepare ${dataset.title}`}
        size={620}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <PrepareForm dataset={dataset} onDone={dialog.close} />
      </Modal>
    </>
  );
}

const LIST = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** The fields that feed the open network, each with the layers behind its Input. */
function fedFields(dataset: Dataset): Map<string, Laid[]> {
  const { document, catalog } = useEditor.getState();
  const inputs = document.nodes.filter((node) => catalog.layers[node.layer]?.kind === "input").map((node) => node.id);
  const bindings = inputBindings(document.training, inputs, dataset).toReversed(); // the first Input of a field is the one that is asked for
  return new Map(bindings.map(({ node, field }) => [field, node ? straightBehind(document, node) : []]));
}

function PrepareForm({ dataset, onDone }: { dataset: Dataset; onDone: () => void }) {
  const [fed] = useState(() => fedFields(dataset));
  const fields = treatable(dataset, [...fed.keys()]);
  const others = unused(dataset, [...fed.keys()]);
  const [wishes, setWishes] = useState(() => fields.map((field) => laid(field, fed.get(field.name) ?? [])));
  const choices = choicesOf(wishes);
  const lay = useMutation({
    mutationFn: (chosen: Preprocess[]) => askFor(dataset, chosen),
    onSuccess: (offered) => {
      onDone();
      if (isNothing(offered.patch)) {
        notifications.show({ message: "The layers are there already, with these values." });
        return;
      }
      applyFix(`Prepare ${dataset.title}`, offered.patch);
      const [problem] = offered.problems;
      if (problem) notifications.show({ message: `${problem.message} Undo takes it back.` });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (choices.length > 0) lay.mutate(choices);
  };
  const change = (wish: Wish) => setWishes(wishes.map((one) => (one.field === wish.field ? wish : one)));
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          What you choose becomes layers behind the Input, so that the written script and the saved model do it, too. A
          layer that is there already takes the values that you choose; to take it out, delete it on the canvas.
        </Text>
        {fields.map((field, place) => {
          const wish = wishes[place];
          if (!wish) return null;
          return (
            <Section key={field.name} title={field.title}>
              <Treatments field={field} wish={wish} onWish={change} />
            </Section>
          );
        })}
        {others.length > 0 && (
          <Text size="sm">
            {LIST.format(others.map((field) => field.title))} of this data set {others.length === 1 ? "feeds" : "feed"}{" "}
            nothing yet. Add an Input and choose the field for it under Training, then prepare it here.
          </Text>
        )}
        {fields.length === 0 && <Text size="sm">Nothing can be done to what feeds this network.</Text>}
        {lay.error && (
          <Alert color="orange" icon={<IconAlertCircle size={18} />} title="This cannot be laid">
            {sentenceOf(lay.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={choices.length === 0} loading={lay.isPending}>
            Add the layers
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Whether a patch changes nothing. */
function isNothing(patch: Patch): boolean {
  const { add_nodes = [], set_config = {}, set_training = {} } = patch;
  return add_nodes.length + Object.keys(set_config).length + Object.keys(set_training).length === 0;
}

function askFor(dataset: Dataset, choices: Preprocess[]): Promise<Offered> {
  const document = toWire(useEditor.getState().document);
  return answerAs<Offered>(api.POST("/api/preprocessing", { body: { document, dataset: dataset.name, choices } }));
}
