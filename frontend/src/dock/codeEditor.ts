/** The editor of the Code tab: Python, lit lines, and marks on lines that cannot be read. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  defaultHighlightStyle,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import {
  Compartment,
  type EditorState,
  type Extension,
  RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  keymap,
  lineNumbers,
  placeholder,
  type ViewUpdate,
} from "@codemirror/view";
import { styleNonce } from "@/app/nonce";
import { DARK_STYLES } from "./codeColours";
import type { Lines } from "./codeLines";
import type { Fault } from "./useTyped";

export const setLit = StateEffect.define<Lines | null>();
export const setFaults = StateEffect.define<readonly Fault[]>();

const LIT = Decoration.line({ class: "cm-lit" });
const FAULTY = Decoration.line({ class: "cm-faulty" });

/** What the editor is called to those who listen, and what stands in it while it is empty. */
export type Words = { readonly label: string; readonly empty: string };
const OF_THE_NETWORK: Words = {
  label: "The network as Python",
  empty: "Type or paste a program that builds a Keras network.",
};

class Mark extends GutterMarker {
  constructor(readonly message: string) {
    super();
  }

  override eq(other: Mark): boolean {
    return other.message === this.message;
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement("span");
    if (this.message === "") return mark; // what keeps the gutter its width
    mark.className = "cm-mark";
    mark.title = this.message;
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", this.message);
    return mark;
  }
}

function lightLines(state: EditorState, lines: Lines | null): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  if (lines) {
    for (let line = Math.max(lines[0], 1); line <= Math.min(lines[1], state.doc.lines); line += 1) {
      const { from } = state.doc.line(line);
      builder.add(from, from, LIT);
    }
  }
  return builder.finish();
}

/** Where faults lie, each line once, from the top. */
function startsOf(state: EditorState, faults: readonly Fault[]): ReadonlyMap<number, string> {
  const starts = new Map<number, string>();
  for (const { line, message } of [...faults].sort((a, b) => a.line - b.line)) {
    const { from } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
    if (!starts.has(from)) starts.set(from, message);
  }
  return starts;
}

const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (decorations, transaction) => {
    const effect = transaction.effects.find((candidate) => candidate.is(setLit));
    return effect ? lightLines(transaction.state, effect.value) : decorations.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const faulty = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update: (marks, transaction) => {
    const effect = transaction.effects.find((candidate) => candidate.is(setFaults));
    if (!effect) return marks.map(transaction.changes);
    const starts = startsOf(transaction.state, effect.value);
    return RangeSet.of([...starts].map(([from, message]) => new Mark(message).range(from)));
  },
  provide: (field) => [
    gutter({ class: "cm-marks", markers: (view) => view.state.field(field), initialSpacer: () => new Mark("") }),
    EditorView.decorations.compute([field], (state) => {
      const builder = new RangeSetBuilder<Decoration>();
      for (let at = state.field(field).iter(); at.value; at.next()) builder.add(at.from, at.from, FAULTY);
      return builder.finish();
    }),
  ],
});

function themeOf(isDark: boolean): Extension {
  const fault = isDark ? "#ff8787" : "#c92a2a";
  return EditorView.theme(
    {
      "&": { height: "100%", fontSize: "12.5px", backgroundColor: "transparent" },
      "&.cm-focused": { outline: "none" },
      ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
      ".cm-gutters": {
        backgroundColor: "var(--mantine-color-body)",
        border: "none",
        color: "var(--mantine-color-dimmed)",
      },
      ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
      ".cm-lit": { backgroundColor: isDark ? "rgb(120 175 220 / 18%)" : "rgb(28 93 143 / 11%)" },
      ".cm-faulty": { backgroundColor: isDark ? "rgb(255 135 135 / 13%)" : "rgb(201 42 42 / 8%)" },
      ".cm-marks": { width: "14px" },
      ".cm-mark": {
        display: "block",
        width: "9px",
        height: "9px",
        margin: "5px auto 0",
        borderRadius: "50%",
        backgroundColor: fault,
      },
      ".cm-placeholder": { color: "var(--mantine-color-dimmed)" },
    },
    { dark: isDark },
  );
}

const looks = new Compartment();

function looksOf(isDark: boolean): Extension {
  return [themeOf(isDark), syntaxHighlighting(isDark ? HighlightStyle.define(DARK_STYLES) : defaultHighlightStyle)];
}

/** Light or dark, under the hands of whoever types. */
export function setLooks(isDark: boolean): StateEffect<unknown> {
  return looks.reconfigure(looksOf(isDark));
}

/** Everything that the editor is made of; `onUpdate` hears of each change of text and cursor. */
export function extensionsOf(
  isDark: boolean,
  onUpdate: (update: ViewUpdate) => void,
  onBlur: () => void,
  words: Words = OF_THE_NETWORK,
): Extension[] {
  return [
    ...[faulty, lineNumbers(), drawSelection(), history(), bracketMatching(), indentUnit.of("    "), python(), lit],
    keymap.of([...defaultKeymap, ...historyKeymap]),
    looks.of(looksOf(isDark)),
    placeholder(words.empty),
    EditorView.contentAttributes.of({ "aria-label": words.label, spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of(onUpdate),
    EditorView.domEventHandlers({
      blur: () => {
        onBlur();
        return false;
      },
    }),
    EditorView.cspNonce.of(styleNonce()),
  ];
}
