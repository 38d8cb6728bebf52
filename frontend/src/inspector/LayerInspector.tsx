import { Stack, Text, TextInput } from "@mantine/core";
import { useCallback } from "react";
import { lookOf } from "@/canvas/families";
import { ProblemItem } from "@/dock/ProblemItem";
import { indexOf } from "@/graph/document";
import { rename, setParam } from "@/graph/edit";
import { idRefusal } from "@/graph/ids";
import { useEditor } from "@/graph/store";
import type { LayerSpec, Node } from "@/graph/types";
import { About } from "./About";
import { InputOrder } from "./InputOrder";
import classes from "./Inspector.module.css";
import { ParamForm } from "./ParamForm";
import { useDraftText } from "./useDraftText";

function renameTo(id: string, text: string) {
  const { scene: document, draw, activate } = useEditor.getState();
  const others = new Set(indexOf(document).nodes.keys());
  others.delete(id);
  const error = idRefusal(text, others);
  if (error !== null) return { error };
  if (text !== id) {
    draw(`Rename ${id}`, (before) => rename(before, id, text));
    activate(text);
  }
  return null;
}

/** The layer's name. It is taken over when the field is left or Enter is pressed, since half a name is a name too. */
function NameOfLayer({ id }: { id: string }) {
  const field = useDraftText(id, (text) => {
    const { scene: document } = useEditor.getState();
    const others = new Set(indexOf(document).nodes.keys());
    others.delete(id);
    const error = idRefusal(text, others);
    return error === null ? { error, written: id } : { error };
  });
  const take = () => {
    if (field.error === null) renameTo(id, field.text);
  };
  return (
    <TextInput
      size="xs"
      aria-label="Name of the layer"
      value={field.text}
      error={field.error}
      onChange={(event) => field.change(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
    />
  );
}

function Head({ node, spec }: { node: Node; spec: LayerSpec | undefined }) {
  const look = lookOf(spec);
  const Icon = look.icon;
  return (
    <div className={classes.head}>
      <span className={classes.swatch} style={{ background: look.colour, color: look.ink }}>
        <Icon size={19} stroke={1.8} aria-hidden />
      </span>
      <Stack gap={2} flex={1} miw={0}>
        <Text fw={650} size="sm" truncate component="h2">
          {node.layer}
        </Text>
        <NameOfLayer id={node.id} />
      </Stack>
    </div>
  );
}

function Problems({ id }: { id: string }) {
  const problems = useEditor((state) => state.sceneProblems.get(id));
  if (!problems?.length) return null;
  return (
    <Stack gap={6} mb={14}>
      {problems.map((problem) => (
        <ProblemItem key={`${problem.code} ${problem.message}`} problem={problem} isHere />
      ))}
    </Stack>
  );
}

/** One layer's settings. */
export function LayerInspector({ id }: { id: string }) {
  const node = useEditor((state) => indexOf(state.scene).nodes.get(id));
  const spec = useEditor((state) => (node ? state.catalog.layers[node.layer] : undefined));
  const problems = useEditor((state) => state.sceneProblems.get(id));
  const onChange = useCallback(
    (name: string, value: unknown) => {
      useEditor
        .getState()
        .edit(`Set ${name} of ${id}`, (document) => setParam(document, id, name, value), `${id}.${name}`);
    },
    [id],
  );
  if (!node) return null;
  return (
    <>
      <Head node={node} spec={spec} />
      <div className={classes.body}>
        <Problems id={id} />
        {spec && <ParamForm params={spec.params ?? []} config={node.config} onChange={onChange} problems={problems} />}
        <InputOrder id={id} spec={spec} />
        <About node={node} spec={spec} />
      </div>
    </>
  );
}
