import { Button, Code, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { shownParams } from "@/assignments/limits";
import { useLimits } from "@/assignments/useWork";
import { lookOf } from "@/canvas/families";
import { ProblemItem } from "@/dock/ProblemItem";
import { startReplacing } from "@/editor/nodeCommands";
import { blockName, usesOf } from "@/graph/blocks";
import { lostClass, titleOf } from "@/graph/describe";
import { indexOf } from "@/graph/document";
import { rename, setCall, setParam } from "@/graph/edit";
import { canFreeze, freeze, isFrozen } from "@/graph/freeze";
import { idRefusal } from "@/graph/ids";
import { openBlock } from "@/graph/scene";
import { ownerOf } from "@/graph/sharing";
import { useEditor } from "@/graph/store";
import type { LayerSpec, Node, Problem } from "@/graph/types";
import { About } from "./About";
import { BlockUse } from "./BlockUse";
import { InputOrder } from "./InputOrder";
import classes from "./Inspector.module.css";
import { MarkScope } from "./markScope";
import { Outputs } from "./Outputs";
import { ParamForm } from "./ParamForm";
import { Ports } from "./Ports";
import { Sharing } from "./Sharing";
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
          {titleOf(node.layer)}
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

/** What an importer could not read, and what can be done about it. */
function Lost({ node }: { node: Node }) {
  const { reason, data } = node.config;
  return (
    <Stack gap={8} className={classes.note}>
      <Text size="sm" fw={600}>
        Stands for {lostClass(node)}
      </Text>
      {typeof reason === "string" && reason && <Text size="sm">{reason}</Text>}
      <Button size="compact-xs" w="fit-content" onClick={() => startReplacing(node.id)}>
        Replace with…
      </Button>
      {data !== undefined && (
        <Code block className={classes.lost} tabIndex={0}>
          {JSON.stringify(data, null, 1)}
        </Code>
      )}
    </Stack>
  );
}

/** Whether the layer's weights stay as they are. */
function Frozen({ node }: { node: Node }) {
  const catalog = useEditor((state) => state.catalog);
  const scene = useEditor((state) => state.scene);
  const uses = useEditor((state) => usesOf(state.document, blockName(node.layer) ?? "").length);
  if (!canFreeze(scene, catalog, node)) return null;
  const where = uses > 1 ? `, in all ${uses} uses of the block` : "";
  return (
    <Switch
      size="xs"
      mt={12}
      label="Frozen"
      description={`Its weights stay as they are while the network learns${where}.`}
      checked={isFrozen(scene, catalog, node)}
      onChange={(event) => {
        const isOn = event.currentTarget.checked;
        useEditor
          .getState()
          .draw(isOn ? `Freeze ${node.id}` : `Unfreeze ${node.id}`, (scene) => freeze(scene, catalog, [node.id], isOn));
      }}
    />
  );
}

/** Arguments of the call, which each use of a shared layer has for itself. */
function Call({ node, spec, problems }: { node: Node; spec: LayerSpec; problems: readonly Problem[] }) {
  const params = spec.call_params ?? [];
  if (params.length === 0) return null;
  const own = problems.flatMap((problem) =>
    problem.param?.startsWith("call.") ? [{ ...problem, param: problem.param.slice(5) }] : [],
  );
  return (
    <section className={classes.section}>
      <Title order={3} size="h6" mb={6}>
        Call
      </Title>
      <ParamForm
        params={params}
        config={node.call}
        onChange={(name, value) =>
          useEditor
            .getState()
            .draw(
              `Set ${name} of ${node.id}`,
              (scene) => setCall(scene, node.id, name, value),
              `${node.id}.call.${name}`,
            )
        }
        problems={own}
        isFlat
      />
    </section>
  );
}

const NONE: readonly Problem[] = [];
/** The kinds of nodes whose fields can be marked: with other values of the others the data would not fit. */
const SEARCHED: ReadonlySet<string> = new Set<LayerSpec["kind"]>(["layer", "operation", "block"]);

/** Parameters that are asked for in the form: whether a layer learns has a switch of its own; a port of a block needs no shape. */
function asked(spec: LayerSpec, isPort: boolean): LayerSpec["params"] {
  return isPort ? [] : (spec.params ?? []).filter((param) => param.name !== "trainable");
}

/** Where an argument comes by wire instead of standing in the form. */
function useWired(id: string, spec: LayerSpec | undefined): Readonly<Record<string, string>> {
  const scene = useEditor((state) => state.scene);
  return useMemo(() => {
    const names = new Set(spec?.params?.map((param) => param.name));
    const wires = indexOf(scene).arriving.get(id) ?? [];
    return Object.fromEntries(wires.filter((edge) => names.has(edge.to[1])).map((edge) => [edge.to[1], edge.from[0]]));
  }, [scene, id, spec]);
}

/** One layer's settings. */
export function LayerInspector({ id }: { id: string }) {
  const scene = useEditor((state) => state.scene);
  const isInside = useEditor((state) => state.inside.length > 0);
  const node = indexOf(scene).nodes.get(id);
  const spec = useEditor((state) => (node ? state.catalog.layers[node.layer] : undefined));
  const problems = useEditor((state) => state.sceneProblems.get(id)) ?? NONE;
  const wired = useWired(id, spec);
  const { shown } = useLimits();
  const owner = node && ownerOf(scene, node);
  const ownerId = owner?.id ?? id;
  const onChange = useCallback(
    (name: string, value: unknown) => {
      useEditor
        .getState()
        .draw(
          `Set ${name} of ${ownerId}`,
          (document) => setParam(document, ownerId, name, value),
          `${ownerId}.${name}`,
        );
    },
    [ownerId],
  );
  const block = useEditor((state) => openBlock(state.document, state.inside));
  const isSearched = SEARCHED.has(spec?.kind ?? "");
  const place = useMemo(() => (isSearched ? { node: ownerId, block, path: [] } : null), [isSearched, ownerId, block]);
  if (!node || !owner) return null;
  const isPort = isInside && spec?.kind === "input";
  return (
    <>
      <Head node={node} spec={spec} />
      <div className={classes.body}>
        <Problems id={id} />
        {spec?.kind === "placeholder" && <Lost node={node} />}
        {isPort && (
          <Text size="sm">
            An input of the block. Its name is the name of the port; what is wired to it tells its shape.
          </Text>
        )}
        <BlockUse node={node} owner={owner} />
        {spec && (
          <MarkScope value={place}>
            <ParamForm
              params={shownParams(asked(spec, isPort), spec.name, shown, owner.config)}
              config={owner.config}
              onChange={onChange}
              problems={problems}
              wired={wired}
            />
          </MarkScope>
        )}
        <Frozen node={owner} />
        {spec && <Call node={node} spec={spec} problems={problems} />}
        <Ports id={id} spec={spec} />
        <InputOrder id={id} spec={spec} />
        {!isPort && <Outputs node={node} />}
        <Sharing node={node} spec={spec} />
        <About node={node} spec={spec} />
      </div>
    </>
  );
}
