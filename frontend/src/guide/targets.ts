/** Every control that a lesson can point at: on which page it is, what must be opened for it to be seen, and where it is. */
import { reveal } from "@/canvas/view";
import { useDialogs } from "@/editor/dialogs";
import { closeTo } from "@/editor/nodeCommands";
import { useEditor } from "@/graph/store";
import { meant } from "./conditions";
import type { Control, Setting, Target } from "./types";

export type Page = "network" | "run";
export type Place = {
  readonly page: Page;
  /** Opens what hides it. */
  readonly open: () => void;
  /** Takes back what was opened for it alone, once it is pointed at no longer. */
  readonly close?: () => void;
  readonly selector: () => string | null;
};

const nothing = () => {};

/** A control that carries its name, on the page of the network or of the run. */
function control(page: Page, name: Control, open: () => void = nothing): Place {
  return { page, open, selector: () => `[data-guide="${name}"]` };
}

function dockTab(name: Control, tab: "problems" | "code" | "training" | "runs"): Place {
  return control("network", name, () => useDialogs.getState().showTab(tab));
}

function runTab(name: Control): Place {
  return control("run", name, () => press(`[data-guide="${name}"]`));
}

const showPalette = () => useDialogs.getState().showPalette();

const CONTROLS: Readonly<Record<Control, Place>> = {
  train: control("network", "train"),
  dataset: control("network", "dataset", showPalette),
  search: control("network", "search", showPalette),
  canvas: control("network", "canvas"),
  inspector: control("network", "inspector", showInspector),
  status: control("network", "status"),
  undo: control("network", "undo"),
  "dock problems": dockTab("dock problems", "problems"),
  "dock code": dockTab("dock code", "code"),
  "dock training": dockTab("dock training", "training"),
  "dock runs": dockTab("dock runs", "runs"),
  "tab curves": runTab("tab curves"),
  "tab inside": runTab("tab inside"),
  "tab evaluation": runTab("tab evaluation"),
  "tab predictions": runTab("tab predictions"),
  "tab try": runTab("tab try"),
  "tab log": runTab("tab log"),
  "tab files": runTab("tab files"),
  pause: control("run", "pause"),
  stop: control("run", "stop"),
};

/** Where a target is found. */
export function placeOf(target: Target): Place {
  switch (target.kind) {
    case "control":
      return CONTROLS[target.control];
    case "layer":
      return {
        page: "network",
        open: () => searchFor(target.layer),
        close: () => useDialogs.getState().search === target.layer && useDialogs.getState().searchFor(""),
        selector: () => `[data-palette-layer="${target.layer}"]`,
      };
    case "node":
      return { page: "network", open: () => select(target.node), selector: () => nodeSelector(target.node) };
    case "field":
      return {
        page: "network",
        open: () => openField(target.node, target.param),
        selector: () => field("[data-inspector]", target.param),
      };
    case "setting":
      return settingPlace(target.setting);
    case "chart":
      return {
        page: "run",
        open: () => press('[data-guide="tab curves"]'),
        selector: () => `[data-guide-chart="${CSS.escape(target.metric.replace(/^val_/, ""))}"]`,
      };
  }
}

function settingPlace(setting: Setting): Place {
  if (setting === "dataset") return CONTROLS.dataset;
  return {
    page: "network",
    open: () => useDialogs.getState().showTab("training"),
    selector: () => field("[data-guide-settings]", setting),
  };
}

function field(form: string, param: string): string {
  return `${form} [data-param="${param}"]`;
}

function showInspector(): void {
  const { hasInspector, toggleInspector } = useDialogs.getState();
  if (!hasInspector) toggleInspector();
}

function searchFor(layer: string): void {
  showPalette();
  useDialogs.getState().searchFor(layer);
}

function idOf(node: string): string | null {
  return meant(useEditor.getState().document, node)[0]?.id ?? null;
}

function nodeSelector(node: string): string | null {
  const id = idOf(node);
  return id === null ? null : `[data-layer="${CSS.escape(id)}"]`;
}

function select(node: string): void {
  const id = idOf(node);
  if (id === null) return;
  if (useEditor.getState().inside.length > 0) closeTo(0);
  useEditor.getState().activate(id);
  requestAnimationFrame(() => reveal(id));
}

function openField(node: string, param: string): void {
  select(node);
  showInspector();
  // The form is drawn after the selection, and the field may be folded away under More.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (!document.querySelector(field("[data-inspector]", param)))
        press('[data-inspector] [data-more][aria-expanded="false"]');
    }),
  );
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}
