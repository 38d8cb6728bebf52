import { python } from "@codemirror/lang-python";
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, drawSelection, EditorView, lineNumbers } from "@codemirror/view";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { styleNonce } from "@/app/nonce";
import { DARK_STYLES } from "./codeColours";

export type Lines = readonly [first: number, last: number];

const setLit = StateEffect.define<Lines | null>();
const LIT = Decoration.line({ class: "cm-lit" });

function lightLines(state: EditorState, lines: Lines | null): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  if (lines) {
    for (let line = lines[0]; line <= Math.min(lines[1], state.doc.lines); line += 1) {
      const { from } = state.doc.line(line);
      builder.add(from, from, LIT);
    }
  }
  return builder.finish();
}

const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (decorations, transaction) => {
    const effect = transaction.effects.find((candidate) => candidate.is(setLit));
    return effect ? lightLines(transaction.state, effect.value) : decorations.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function themeOf(isDark: boolean) {
  return EditorView.theme(
    {
      "&": { height: "100%", fontSize: "12.5px", backgroundColor: "transparent" },
      ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
      ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "var(--mantine-color-dimmed)" },
      ".cm-lit": { backgroundColor: isDark ? "rgb(120 175 220 / 18%)" : "rgb(28 93 143 / 11%)" },
    },
    { dark: isDark },
  );
}

function extensionsOf(isDark: boolean) {
  return [
    ...[lineNumbers(), drawSelection(), python(), lit, themeOf(isDark)],
    syntaxHighlighting(isDark ? HighlightStyle.define(DARK_STYLES) : defaultHighlightStyle),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ "aria-label": "The network as Python", tabindex: "0" }),
    EditorView.cspNonce.of(styleNonce()),
  ];
}

/** Python to read, with the lines of the selected node lit. */
export function CodeView({ code, lines }: { code: string; lines: Lines | null }) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const isDark = useComputedColorScheme("light") === "dark";

  useEffect(() => {
    if (!parent.current) return;
    const created = new EditorView({ parent: parent.current, extensions: extensionsOf(isDark) });
    view.current = created;
    return () => created.destroy();
  }, [isDark]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view starts empty
  useEffect(() => {
    const now = view.current;
    if (now && now.state.doc.toString() !== code)
      now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: code } });
  }, [code, isDark]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new code moves the lines
  useEffect(() => {
    const now = view.current;
    if (!now) return;
    const isThere = lines !== null && lines[0] >= 1 && lines[0] <= now.state.doc.lines;
    const scroll = isThere ? [EditorView.scrollIntoView(now.state.doc.line(lines[0]).from, { y: "center" })] : [];
    now.dispatch({ effects: [setLit.of(isThere ? lines : null), ...scroll] });
  }, [lines, code, isDark]);

  return <div ref={parent} style={{ height: "100%" }} />;
}
