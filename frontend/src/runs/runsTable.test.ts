import { expect, it } from "vitest";
import {
  asRow,
  distinct,
  found,
  measuresOf,
  NEWEST,
  ordered,
  pressed,
  rowsOf,
  secondsOf,
  trialsOf,
  untitled,
} from "./runsTable";
import type { Run, RunListed } from "./types";

function makeRun(id: string, given: Partial<Run> = {}): Run {
  return {
    id,
    network: "n",
    number: 1,
    name: id,
    state: "finished",
    position: null,
    made: "2026-01-01T00:00:00Z",
    started: null,
    ended: null,
    epochs: 1,
    epoch: 1,
    failure: null,
    summary: {},
    spark: [],
    evaluation: {},
    has_model: true,
    dataset: "iris",
    notes: "",
    tags: [],
    pinned: false,
    sweep: null,
    ...given,
  } as Run;
}

const ids = (runs: readonly Run[]) => runs.map(({ id }) => id);

it("orders by any number, those without it last", () => {
  const runs = [
    makeRun("a", { summary: { loss: 0.5 } }),
    makeRun("b"),
    makeRun("c", { summary: { loss: 0.1 }, evaluation: { loss: 3 } }),
  ];
  const measures = measuresOf(runs);
  expect(measures.map(({ key }) => key)).toEqual(["test loss", "loss"]);
  expect(ids(ordered(runs, { by: "loss", descending: false }, measures))).toEqual(["c", "a", "b"]);
  expect(ids(ordered(runs, { by: "loss", descending: true }, measures))).toEqual(["a", "c", "b"]);
});

it("keeps pinned runs on top in every order", () => {
  const runs = [makeRun("a", { summary: { loss: 0.1 } }), makeRun("b", { summary: { loss: 0.9 }, pinned: true })];
  expect(ids(ordered(runs, { by: "loss", descending: false }, measuresOf(runs)))).toEqual(["b", "a"]);
});

it("says how long a run trained, however long it was paused", () => {
  const run = makeRun("a", { started: "2026-01-01T00:00:00Z", ended: "2026-01-09T00:00:00Z", seconds: 12.5 });
  expect(secondsOf(run)).toBe(12.5);
  expect(secondsOf({ ...run, ended: null })).toBeUndefined();
});

it("shows the newest first to begin with", () => {
  const runs = [makeRun("old"), makeRun("new", { made: "2026-02-01T00:00:00Z" })];
  expect(ids(ordered(runs, NEWEST, []))).toEqual(["new", "old"]);
});

it("turns a column round that is pressed again", () => {
  const first = pressed(NEWEST, "loss");
  expect([first, pressed(first, "loss")]).toEqual([
    { by: "loss", descending: false },
    { by: "loss", descending: true },
  ]);
});

it("finds runs by every word, in names, tags, notes and data sets", () => {
  const runs = [
    makeRun("wide", { tags: ["lesson 2"] }),
    makeRun("narrow", { notes: "Lesson two" }),
    makeRun("x", { dataset: "mnist" }),
  ];
  expect(ids(found(runs, "lesson", TITLES))).toEqual(["wide", "narrow"]);
  expect(ids(found(runs, "flowers lesson 2", TITLES))).toEqual(["wide"]);
  expect(ids(found(runs, " ", TITLES))).toEqual(["wide", "narrow", "x"]);
});

const TITLES = new Map([["iris", "Flowers of three kinds"]]);

function makeListed(id: string, given: Partial<RunListed> = {}): RunListed {
  return { ...makeRun(id), network_name: "Iris", folded: null, ...given } as RunListed;
}

const folded = { name: "Sweep 1", state: "running", trials: 3, objective: "val_loss", best: 0.2 } as const;

it("takes a sweep for one row, with its name and its best number", () => {
  const runs = [makeListed("a", { summary: { val_loss: 0.4 } }), makeListed("trial 7", { sweep: "s", folded })];
  const rows = runs.map(asRow);
  const measures = measuresOf(runs);
  expect(ids(ordered(rows, { by: "val_loss", descending: false }, measures))).toEqual(["trial 7", "a"]);
  expect(ids(found(rows, "sweep 1", TITLES))).toEqual(["trial 7"]);
  expect(ids(found(rows, "trial", TITLES))).toEqual([]);
});

it("puts sweeps among the runs of their network, and their trials below them but for the pinned ones", () => {
  const sweep = { id: "s", made: "2026-01-02T00:00:00Z" };
  const runs = [
    makeRun("old"),
    makeRun("new", { made: "2026-01-03T00:00:00Z" }),
    makeRun("kept", { sweep: "s", pinned: true }),
    makeRun("trial", { sweep: "s" }),
  ];
  expect(rowsOf(runs, [sweep]).map((row) => row.run?.id ?? row.sweep?.id)).toEqual(["kept", "new", "s", "old"]);
  expect(ids(trialsOf(runs, sweep))).toEqual(["trial"]);
});

it("shows a run, or a sweep, once that two pages bring", () => {
  const sweeps = ["trial 8", "trial 9"].map((id) => makeListed(id, { sweep: "s", folded }));
  const runs = [makeListed("a"), ...sweeps, makeListed("b"), makeListed("b"), makeListed("c")];
  expect(ids(distinct(runs))).toEqual(["a", "trial 9", "b", "c"]);
});

it("asks one run for each data set that is not listed, one that has begun where there is one", () => {
  const started = "2026-01-01T00:00:00Z";
  const runs = [
    makeRun("listed"),
    makeRun("begun", { dataset: "own_a", started }),
    makeRun("queued", { dataset: "own_a" }),
    makeRun("alone", { dataset: "own_b" }),
  ];
  expect(ids(untitled(runs, new Map([["iris", "Iris"]]))).toSorted()).toEqual(["alone", "begun"]);
});
