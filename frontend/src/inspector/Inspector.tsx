import { Button, Group, ScrollArea, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, useMemo } from "react";
import { goTo } from "@/canvas/view";
import { deleteSelection, duplicateSelection } from "@/editor/commands";
import panel from "@/editor/Editor.module.css";
import { askForBlock, freezeSelection } from "@/editor/nodeCommands";
import { edgeKey } from "@/graph/document";
import { formatShape, plural } from "@/graph/format";
import { menuFor } from "@/graph/menu";
import { openBlock } from "@/graph/scene";
import { onlySelected, useEditor } from "@/graph/store";
import { OnlyRead } from "@/sharing/OnlyRead";
import { BlockInspector } from "./BlockInspector";
import { BlockScope, useOpenScope } from "./blockScope";
import classes from "./Inspector.module.css";
import { LayerInspector } from "./LayerInspector";
import { NetworkInspector } from "./NetworkInspector";

/** With nothing selected: the opened block, else the network. */
function Nothing() {
  const name = useEditor((state) => openBlock(state.document, state.inside));
  const block = useEditor((state) => (name === null ? undefined : state.document.blocks[name]));
  return name !== null && block ? <BlockInspector key={name} name={name} block={block} /> : <NetworkInspector />;
}

function Several({ count }: { count: number }) {
  const scene = useEditor((state) => state.scene);
  const catalog = useEditor((state) => state.catalog);
  const selection = useEditor((state) => state.selection);
  const can = useMemo(() => new Set(menuFor(scene, catalog, selection, false).flat()), [scene, catalog, selection]);
  return (
    <Stack gap="sm" className={classes.body}>
      <Text size="sm" fw={600}>
        {plural(count, "layer")} selected
      </Text>
      <Group gap="xs">
        <Button size="xs" onClick={askForBlock}>
          Make a block
        </Button>
        {can.has("freeze") && (
          <Button size="xs" onClick={() => freezeSelection(true)}>
            Freeze
          </Button>
        )}
        {can.has("unfreeze") && (
          <Button size="xs" onClick={() => freezeSelection(false)}>
            Unfreeze
          </Button>
        )}
        <Button size="xs" onClick={duplicateSelection}>
          Duplicate
        </Button>
        <Button size="xs" onClick={() => deleteSelection()}>
          Delete
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        A merge layer, such as Add, inserted now joins them in the order in which they were selected.
      </Text>
    </Stack>
  );
}

function WireInspector({ id }: { id: string }) {
  const edge = useEditor((state) => state.scene.edges.find((candidate) => edgeKey(candidate) === id));
  const spec = useEditor((state) => (edge ? state.figures[edge.from[0]]?.outputs[edge.from[1]] : undefined));
  if (!edge) return <Nothing />;
  return (
    <Stack gap="sm" className={classes.body}>
      <Text size="sm" fw={600}>
        Wire from {edge.from[0]} to {edge.to[0]}
      </Text>
      {spec && (
        <Text size="sm">
          Carries <span className={classes.figure}>{formatShape(spec)}</span> of {spec.dtype} for each sample.
        </Text>
      )}
      <Button size="xs" w="fit-content" onClick={() => deleteSelection()}>
        Delete the wire
      </Button>
    </Stack>
  );
}

function Content() {
  const scope = useOpenScope();
  const only = useEditor(onlySelected);
  const count = useEditor((state) => state.selection.size);
  const wire = useEditor((state) => [...state.selectedEdges][0]);
  if (only !== null)
    return (
      <BlockScope value={scope}>
        <LayerInspector key={only} id={only} />
      </BlockScope>
    );
  if (count > 1) return <Several count={count} />;
  return wire ? <WireInspector id={wire} /> : <Nothing />;
}

/**
 * Escape leaves the form for the layer on the canvas, or for the canvas where no layer was chosen; an open list of choices takes the key
 * for itself. The keyboard goes at once, so that an Escape that follows, however soon, finds it there.
 */
function leaveForm(event: KeyboardEvent<HTMLElement>): void {
  const { target } = event;
  if (event.key !== "Escape" || !(target instanceof HTMLElement) || target.getAttribute("aria-expanded") === "true")
    return;
  event.preventDefault();
  target.blur();
  const { active } = useEditor.getState();
  if (active === null) return;
  goTo(active);
}

/** Where no field takes the keyboard, what scrolls does. */
const FOCUSABLE = { tabIndex: 0 };

/** The selection's settings. */
export function Inspector() {
  const isReading = useEditor((state) => state.author !== null);
  return (
    <aside
      className={`${panel.panel} ${panel.right}`}
      aria-label="Settings of the selection"
      data-inspector
      data-guide="inspector"
      onKeyDown={leaveForm}
    >
      <ScrollArea
        className={classes.scroll}
        type="auto"
        scrollbars="y"
        scrollbarSize={8}
        viewportProps={isReading ? FOCUSABLE : undefined}
      >
        <OnlyRead>
          <Content />
        </OnlyRead>
      </ScrollArea>
    </aside>
  );
}
