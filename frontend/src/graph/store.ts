/** The editor's one store: the document with its history, what is shown of it, the selection, what Keras says of it, and where it is saved. */
import { create } from "zustand";
import { knownCatalog } from "./blocks";
import { EMPTY_DOCUMENT, edgeKey, indexOf } from "./document";
import { EMPTY_CATALOG } from "./emptyCatalog";
import { type History, record, redo, startHistory, undo } from "./history";
import { type Figures, figuresAt, problemsAt } from "./insideAnalysis";
import { marksInStep } from "./marksInStep";
import { type Path, sceneOf, survivingPath, withScene } from "./scene";
import { shareAnalysis, shareDocument } from "./share";
import type { Analysis, Catalog, Document, Problem } from "./types";

export type SaveState =
  | { readonly kind: "saved" | "saving" | "offline" }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly message: string };

type Origin = { readonly network: string | null; readonly name: string; readonly author: string | null };
type From = { readonly author: string | null; readonly origin: Origin | null };

const NONE: ReadonlySet<string> = new Set();
const OWN: From = { author: null, origin: null };

export type EditorState = History & {
  readonly networkId: string;
  /** What its owner is called; null where it is one's own. Of someone else's nothing is changed. */
  readonly author: string | null;
  /** What it was copied from. */
  readonly origin: Origin | null;
  /** What Keras offers, and the blocks of this network. */
  readonly catalog: Catalog;
  readonly keras: Catalog;
  /** The uses of blocks that were opened, outermost first. */
  readonly inside: Path;
  /** What the canvas shows: the document, or with the nodes and wires of the opened block in place of its own. */
  readonly scene: Document;
  readonly selection: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** The node that the keyboard stands on. */
  readonly active: string | null;
  readonly analysis: Analysis | null;
  /** The document that the analysis is of. */
  readonly analysedDocument: Document | null;
  /** Problems by node, in the order of the answer; "" holds those of the whole network. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** What Keras says of the nodes of the scene, by their ids there. */
  readonly figures: Figures;
  /** The problems of the scene, by its nodes. */
  readonly sceneProblems: ReadonlyMap<string, readonly Problem[]>;
  readonly analysisFailure: string | null;
  /** Whether Keras has been asked and takes its time. */
  readonly isChecking: boolean;
  readonly save: SaveState;

  open(networkId: string, document: Document, catalog: Catalog, from?: From): void;
  /** Takes what the owner of someone else's network has saved; what is shown of it, and what is selected, stays. */
  follow(document: Document): void;
  /** Changes the document as a whole. */
  edit(label: string, change: (document: Document) => Document, key?: string): void;
  /** Changes what the canvas shows: the network, or the opened block and with it all its uses. */
  draw(label: string, change: (scene: Document) => Document, key?: string): void;
  /** Shows the inside of a block, by the path of its uses; the network itself for an empty path. */
  show(inside: Path): void;
  undo(): void;
  redo(): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  activate(node: string | null): void;
  analysed(analysis: Analysis, document: Document): void;
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
function surviving(state: EditorState, scene: Document): Partial<EditorState> {
  const { nodes } = indexOf(scene);
  const edges = new Set(scene.edges.map(edgeKey));
  const selection = new Set([...state.selection].filter((id) => nodes.has(id)));
  const selectedEdges = new Set([...state.selectedEdges].filter((key) => edges.has(key)));
  return {
    selection: selection.size === state.selection.size ? state.selection : selection,
    selectedEdges: selectedEdges.size === state.selectedEdges.size ? state.selectedEdges : selectedEdges,
    active: state.active && nodes.has(state.active) ? state.active : null,
  };
}

/** What Keras said, as far as it is of what is shown. */
function seen(
  state: Pick<EditorState, "analysis" | "problems" | "document">,
  inside: Path,
): Pick<EditorState, "figures" | "sceneProblems"> {
  return {
    figures: figuresAt(state.analysis, inside, state.document),
    sceneProblems: problemsAt(state.problems, inside),
  };
}

/** Everything that follows from a new document. */
function following(state: EditorState, history: History): Partial<EditorState> {
  const inside = survivingPath(history.document, state.inside);
  const scene = sceneOf(history.document, inside);
  const catalog = knownCatalog(state.keras, history.document.blocks);
  const moved = inside === state.inside ? {} : { inside, ...seen({ ...state, document: history.document }, inside) };
  return { ...history, ...moved, scene, catalog, ...surviving(state, scene) };
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

export const useEditor = create<EditorState>((set, get) => ({
  ...startHistory(EMPTY_DOCUMENT),
  networkId: "",
  ...OWN,
  catalog: EMPTY_CATALOG,
  keras: EMPTY_CATALOG,
  inside: [],
  scene: EMPTY_DOCUMENT,
  selection: NONE,
  selectedEdges: NONE,
  active: null,
  analysis: null,
  analysedDocument: null,
  problems: new Map(),
  figures: {},
  sceneProblems: new Map(),
  analysisFailure: null,
  isChecking: false,
  save: { kind: "saved" },

  open: (networkId, document, keras, from = OWN) =>
    set({
      ...startHistory(document),
      ...from,
      ...{ networkId, keras, catalog: knownCatalog(keras, document.blocks), inside: [], scene: document },
      ...{ selection: NONE, selectedEdges: NONE, active: null, figures: {}, sceneProblems: new Map() },
      ...{
        analysis: null,
        analysedDocument: null,
        problems: new Map(),
        analysisFailure: null,
        isChecking: false,
        save: { kind: "saved" },
      },
    }),

  follow: (document) => set((state) => following(state, startHistory(shareDocument(state.document, document)))),

  edit: (label, change, key) =>
    set((state) => {
      if (state.author !== null) return state;
      const changed = marksInStep(state.document, change(state.document), state.catalog);
      const history = record(state, changed, label, key ?? null, Date.now());
      return history === state ? state : following(state, history);
    }),

  draw: (label, change, key) => {
    const { inside, catalog, edit } = get();
    edit(label, (document) => withScene(document, inside, change(sceneOf(document, inside)), catalog), key);
  },

  show: (path) =>
    set((state) => {
      const inside = survivingPath(state.document, path);
      const scene = sceneOf(state.document, inside);
      return { inside, scene, ...seen(state, inside), selection: NONE, selectedEdges: NONE, active: null };
    }),

  undo: () => set((state) => following(state, undo(state))),
  redo: () => set((state) => following(state, redo(state))),

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

  analysed: (answer, analysedDocument) =>
    set((state) => {
      const analysis = shareAnalysis(state.analysis, answer);
      const problems =
        analysis.problems === state.analysis?.problems ? state.problems : groupProblems(analysis.problems);
      const at = seen({ analysis, problems, document: state.document }, state.inside);
      return { analysis, analysedDocument, problems, ...at, analysisFailure: null, isChecking: false };
    }),

  analysisFailed: (analysisFailure, found) =>
    set((state) => {
      const problems = found.length ? groupProblems(found) : state.problems;
      return { analysisFailure, isChecking: false, problems, sceneProblems: problemsAt(problems, state.inside) };
    }),

  checking: () => set({ isChecking: true }),

  saving: (save) => set({ save }),
}));

/** The one selected node, or null when none or several are. */
export function onlySelected(state: EditorState): string | null {
  const [first] = state.selection;
  return first !== undefined && state.selection.size === 1 ? first : null;
}
