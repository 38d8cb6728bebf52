import { ScrollArea, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChevronRight, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { insertLayer } from "@/editor/commands";
import panel from "@/editor/Editor.module.css";
import { layersByFamily, searchLayers } from "@/graph/search";
import { useEditor } from "@/graph/store";
import type { LayerSpec } from "@/graph/types";
import { DatasetCard } from "./DatasetCard";
import { LayerItem } from "./LayerItem";
import classes from "./Palette.module.css";

function Found({ layers }: { layers: readonly LayerSpec[] }) {
  if (layers.length === 0)
    return (
      <Text size="sm" p="sm">
        No layer of Keras is called so. Try another word.
      </Text>
    );
  return (
    <ul className={classes.list} aria-label="Layers found">
      {layers.map((layer, place) => (
        <LayerItem key={layer.name} layer={layer} isFirst={place === 0} />
      ))}
    </ul>
  );
}

function Family({
  name,
  layers,
  isOpen,
  onToggle,
}: {
  name: string;
  layers: readonly LayerSpec[];
  isOpen: boolean;
  onToggle: () => void;
}) {
  return (
    <section>
      <UnstyledButton className={classes.family} aria-expanded={isOpen} onClick={onToggle} data-item>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        {name}
        <Text span size="xs" c="dimmed" ml="auto">
          {layers.length}
        </Text>
      </UnstyledButton>
      {isOpen && (
        <ul className={classes.list} aria-label={name}>
          {layers.map((layer) => (
            <LayerItem key={layer.name} layer={layer} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Families() {
  const catalog = useEditor((state) => state.catalog);
  const families = useMemo(() => layersByFamily(catalog), [catalog]);
  const [open, setOpen] = useLocalStorage<string[]>({
    key: "layerloom:families",
    defaultValue: ["Core"],
    getInitialValueInEffect: false,
  });
  const toggle = (name: string) =>
    setOpen(open.includes(name) ? open.filter((other) => other !== name) : [...open, name]);
  return families.map(([name, layers]) => (
    <Family key={name} name={name} layers={layers} isOpen={open.includes(name)} onToggle={() => toggle(name)} />
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

/** The layers of Keras, to search, drag and insert; above them the data set. */
export function Palette() {
  const catalog = useEditor((state) => state.catalog);
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => searchLayers(catalog, text), [catalog, text]);
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === "Enter" && first && !first.unavailable) {
      insertLayer(first.name, event.shiftKey);
      setText("");
    }
    if (event.key === "Escape") {
      setText("");
      input.current?.blur();
    }
  };
  return (
    <aside className={`${panel.panel} ${panel.left}`} aria-label="Layers" onKeyDown={walkItems}>
      <DatasetCard />
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
      />
      <ScrollArea className={classes.scroll} type="auto" scrollbars="y" scrollbarSize={8}>
        {text.trim() ? <Found layers={found} /> : <Families />}
      </ScrollArea>
    </aside>
  );
}
