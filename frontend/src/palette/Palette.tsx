import { ActionIcon, ScrollArea, Text, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { narrowed, showsSetting } from "@/assignments/limits";
import { useLimits } from "@/assignments/useWork";
import { goTo } from "@/canvas/view";
import { useDialogs } from "@/editor/dialogs";
import panel from "@/editor/Editor.module.css";
import { chooseLayer } from "@/editor/nodeCommands";
import { indexOf } from "@/graph/document";
import { layersByFamily, searchLayers } from "@/graph/search";
import { useEditor } from "@/graph/store";
import type { Catalog, LayerSpec } from "@/graph/types";
import { KeptBlocks, NetworkBlocks } from "./Blocks";
import { DatasetCard } from "./DatasetCard";
import { Family } from "./Family";
import { LayerItem } from "./LayerItem";
import classes from "./Palette.module.css";

/** More than these say nothing: the next letter does. */
const MOST = 60;

type FoundProps = { layers: readonly LayerSpec[]; isLimited: boolean; onChosen: () => void };

function Found({ layers, isLimited, onChosen }: FoundProps) {
  if (layers.length === 0)
    return (
      <Text size="sm" p="sm">
        No layer {isLimited ? "of this assignment" : "of Keras"} is called so. Try another word.
      </Text>
    );
  return (
    <ul className={classes.list} aria-label="Layers found">
      {layers.slice(0, MOST).map((layer, place) => (
        <LayerItem key={layer.name} layer={layer} isFirst={place === 0} onChosen={onChosen} />
      ))}
    </ul>
  );
}

function Families({ catalog, isOpen }: { catalog: Catalog; isOpen: boolean }) {
  const families = useMemo(() => layersByFamily(catalog).filter(([, layers]) => layers.length > 0), [catalog]);
  return families.map(([name, layers]) => (
    <Family key={name} name={name} count={layers.length} startsOpen={isOpen || name === "Core"}>
      {layers.map((layer) => (
        <LayerItem key={layer.name} layer={layer} />
      ))}
    </Family>
  ));
}

/** Moves the keyboard up and down over everything in the palette that can be pressed. */
function walkItems(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-palette-search], [data-item]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = items[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** The node that waits for another layer, as long as it is there. */
function useReplacing(): string | null {
  const replacing = useDialogs((dialogs) => dialogs.replacing);
  const replace = useDialogs((dialogs) => dialogs.replace);
  const isThere = useEditor((state) => replacing !== null && indexOf(state.scene).nodes.has(replacing));
  useEffect(() => {
    if (replacing !== null && !isThere) replace(null);
  }, [replacing, isThere, replace]);
  return isThere ? replacing : null;
}

function Replacing({ node }: { node: string }) {
  const stop = () => {
    useDialogs.getState().replace(null);
    goTo(node);
  };
  return (
    <div className={classes.replacing} role="status">
      <Text size="xs">
        Choose what to put in place of <b>{node}</b>. Its wires stay.
      </Text>
      <ActionIcon size="sm" aria-label="Replace nothing" onClick={stop}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}

/** What the palette offers: what Keras has, or what the network's assignment leaves of it. */
function useOffered() {
  const { palette, shown } = useLimits();
  const catalog = useEditor((state) => state.catalog);
  const keras = useEditor((state) => state.keras);
  return useMemo(
    () => ({
      catalog: narrowed(catalog, palette),
      keras: narrowed(keras, palette),
      isLimited: palette !== null,
      hasData: showsSetting(shown, "dataset"),
    }),
    [catalog, keras, palette, shown],
  );
}

/** The layers of Keras, to search, drag and insert; above them the data set and one's blocks. */
export function Palette() {
  const { catalog, keras, isLimited, hasData } = useOffered();
  const replacing = useReplacing();
  const text = useDialogs((dialogs) => dialogs.search);
  const setText = useDialogs((dialogs) => dialogs.searchFor);
  useEffect(() => () => setText(""), [setText]);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => searchLayers(catalog, text), [catalog, text]);
  const clear = useCallback(() => setText(""), [setText]);
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === "Enter" && first && !first.unavailable) {
      chooseLayer(first.name, event.shiftKey);
      setText("");
    }
    if (event.key === "Escape") {
      setText("");
      useDialogs.getState().replace(null);
      input.current?.blur();
    }
  };
  return (
    <aside className={`${panel.panel} ${panel.left}`} aria-label="Layers" onKeyDown={walkItems}>
      {hasData && <DatasetCard />}
      {replacing !== null && <Replacing node={replacing} />}
      <TextInput
        ref={input}
        className={classes.search}
        aria-label="Search the layers"
        placeholder="Search the layers  /"
        leftSection={<IconSearch size={15} />}
        size="xs"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        data-palette-search
        data-guide="search"
      />
      <ScrollArea className={classes.scroll} type="auto" scrollbars="y" scrollbarSize={8}>
        {text.trim() ? (
          <>
            <Found layers={found} isLimited={isLimited} onChosen={clear} />
            {!isLimited && <KeptBlocks text={text} />}
          </>
        ) : (
          <>
            <NetworkBlocks />
            {!isLimited && <KeptBlocks />}
            <Families catalog={keras} isOpen={isLimited} />
          </>
        )}
      </ScrollArea>
    </aside>
  );
}
