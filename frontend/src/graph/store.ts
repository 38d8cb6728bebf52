/** The editor's one store: the document with its history, the selection, what Keras says of it, and where it is saved. */
import { create } from "zustand";
import { EMPTY_DOCUMENT, edgeKey, indexOf } from "./document";
import { EMPTY_CATALOG } from "./emptyCatalog";
import { type History, record, redo, startHistory, undo } from "./history";
import { shareAnalysis } from "./share";
import type { Analysis, Catalog, Document, Problem } from "./types";

export type SaveState =
  | { readonly kind: "saved" | "saving" | "offline" }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly message: string };

const NONE: ReadonlySet<string> = new Set();

export type EditorState = History & {
  readonly networkId: string;
  readonly catalog: Catalog;
  readonly selection: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** The node that the keyboard stands on. */
  readonly active: string | null;
  readonly analysis: Analysis | null;
  /** Problems by node, in the order of the answer; "" holds those of the whole network. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  readonly analysisFailure: string | null;
  /** Whether Keras has been asked and takes its time. */
  readonly isChecking: boolean;
  readonly save: SaveState;

  open(networkId: string, document: Document, catalog: Catalog): void;
  edit(label: string, change: (document: Document) => Document, key?: string): void;
  undo(): void;
  redo(): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  activate(node: string | null): void;
  analysed(analysis: Analysis): void;
  analysisFailed(message: string, problems: readonly Problem[]): void;
  checking(): void;
  saving(save: SaveState): void;
};

function groupProblems(problems: readonly Problem[]): Map<string, readonly Problem[]> {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = problem.node ?? "";
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return groups;
}

/** Keeps what is still there of a selection. */
function surviving(state: EditorState, document: Document): Partial<EditorState> {
  const { nodes } = indexOf(document);
  const edges = new Set(document.edges.map(edgeKey));
  const selection = new Set([...state.selection].filter((id) => nodes.has(id)));
  const selectedEdges = new Set([...state.selectedEdges].filter((key) => edges.has(key)));
  return {
    selection: selection.size === state.selection.size ? state.selection : selection,
    selectedEdges: selectedEdges.size === state.selectedEdges.size ? state.selectedEdges : selectedEdges,
    active: state.active && nodes.has(state.active) ? state.active : null,
  };
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

export const useEditor = create<EditorState>((set) => ({
  ...startHistory(EMPTY_DOCUMENT),
  networkId: "",
  catalog: EMPTY_CATALOG,
  selection: NONE,
  selectedEdges: NONE,
  active: null,
  analysis: null,
  problems: new Map(),
  analysisFailure: null,
  isChecking: false,
  save: { kind: "saved" },

  open: (networkId, document, catalog) =>
    set({
      ...startHistory(document),
      ...{ networkId, catalog, selection: NONE, selectedEdges: NONE, active: null },
      ...{ analysis: null, problems: new Map(), analysisFailure: null, isChecking: false, save: { kind: "saved" } },
    }),

  edit: (label, change, key) =>
    set((state) => {
      const history = record(state, change(state.document), label, key ?? null, Date.now());
      return history === state ? state : { ...history, ...surviving(state, history.document) };
    }),

  undo: () => set((state) => steps(state, undo(state))),
  redo: () => set((state) => steps(state, redo(state))),

  select: (nodes, edges = []) =>
    set((state) => {
      const selection = new Set(nodes);
      const selectedEdges = new Set(edges);
      const active =
        state.active && selection.has(state.active) ? state.active : ([...selection].at(-1) ?? state.active);
      if (sameMembers(selection, state.selection) && sameMembers(selectedEdges, state.selectedEdges)) return state;
      return { selection, selectedEdges, active };
    }),

  activate: (active) => set({ active, selection: active ? new Set([active]) : NONE, selectedEdges: NONE }),

  analysed: (answer) =>
    set((state) => {
      const analysis = shareAnalysis(state.analysis, answer);
      const problems =
        analysis.problems === state.analysis?.problems ? state.problems : groupProblems(analysis.problems);
      return { analysis, problems, analysisFailure: null, isChecking: false };
    }),

  analysisFailed: (analysisFailure, problems) =>
    set({ analysisFailure, isChecking: false, ...(problems.length ? { problems: groupProblems(problems) } : {}) }),

  checking: () => set({ isChecking: true }),

  saving: (save) => set({ save }),
}));

function steps(state: EditorState, history: History): Partial<EditorState> {
  return { ...history, ...surviving(state, history.document) };
}

/** The one selected node, or null when none or several are. */
export function onlySelected(state: EditorState): string | null {
  const [first] = state.selection;
  return first !== undefined && state.selection.size === 1 ? first : null;
}
