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
  trialsBelow,
  trialsFound,
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

const ids = (runs: readonly { id: string }[]) => runs.map(({ id }) => id);

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
    makeListed("wide", { tags: ["lesson 2"] }),
    makeListed("narrow", { notes: "Lesson two" }),
    makeListed("x", { dataset: "mnist" }),
  ];
  expect(ids(found(runs, "lesson", TITLES))).toEqual(["wide", "narrow"]);
  expect(ids(found(runs, "flowers lesson 2", TITLES))).toEqual(["wide"]);
  expect(ids(found(runs, " ", TITLES))).toEqual(["wide", "narrow", "x"]);
});

const TITLES = new Map([["iris", "Flowers of three kinds"]]);

function makeListed(id: string, given: Partial<RunListed> = {}): RunListed {
  return { ...makeRun(id), network_name: "Iris", folded: null, ...given } as RunListed;
}

const folded = {
  name: "Sweep 1",
  state: "running",
  made: "2025-12-01T00:00:00Z",
  trials: 2,
  objective: "val_loss",
  best: 0.2,
  summary: ["loss", "val_loss"],
  evaluation: ["accuracy"],
  words: ["Sweep 1, trial 2: units 32\n", "Sweep 1, trial 1: units 4\nlesson 3\nToo narrow"],
} satisfies RunListed["folded"];

it("takes a sweep for one row, with its name and its best number", () => {
  const runs = [makeListed("a", { summary: { val_loss: 0.4 } }), makeListed("trial 7", { sweep: "s", folded })];
  const rows = runs.map(asRow);
  const measures = measuresOf(runs);
  expect(ids(ordered(rows, { by: "val_loss", descending: false }, measures))).toEqual(["trial 7", "a"]);
  expect(ids(found(rows, "sweep 1", TITLES))).toEqual(["trial 7"]);
});

it("orders sweeps by their own state and age, not by those of their newest trial", () => {
  const rows = [
    makeListed("queued", { state: "queued" }),
    makeListed("trial", { sweep: "s", folded, made: "2026-03-01T00:00:00Z" }),
    makeListed("paused", { state: "paused" }),
  ].map(asRow);
  expect(ids(ordered(rows, { by: "state", descending: false }, []))).toEqual(["paused", "queued", "trial"]);
  expect(ids(ordered(rows, NEWEST, [])).at(-1)).toBe("trial");
});

it("has a column for what any trial of a sweep has, whatever has become of the newest one", () => {
  const rows = [makeListed("queued", { sweep: "s", folded })].map(asRow);
  expect(measuresOf(rows).map(({ key }) => key)).toEqual(["test accuracy", "val_loss", "loss"]);
});

it("finds trials below their sweep by their names, tags and notes, and those alone", () => {
  const [sweep] = [makeListed("trial 2", { sweep: "s", folded })].map(asRow);
  if (!sweep) throw new Error("there is a row");
  const trials = [makeListed("trial 2"), makeListed("trial 1", { tags: ["lesson 3"], notes: "Too narrow" })];
  const lookFor = (search: string) => ({
    rows: ids(found([sweep], search, TITLES)),
    hits: trialsFound(sweep, search, TITLES),
    below: ids(trialsBelow(sweep, trials, [sweep], search, TITLES)),
  });
  expect(lookFor("iris LESSON narrow")).toEqual({ rows: ["trial 2"], hits: 1, below: ["trial 1"] });
  expect(lookFor("sweep 1")).toEqual({ rows: ["trial 2"], hits: null, below: ["trial 2", "trial 1"] });
  expect(lookFor("lesson 32")).toEqual({ rows: [], hits: 0, below: [] });
});

it("shows a trial that is pinned in one place: below its sweep until it has a row of its own", () => {
  const sweep = asRow(makeListed("trial 2", { sweep: "s", folded }));
  const pinned = makeListed("trial 1", { sweep: "s", pinned: true });
  const trials = [makeListed("trial 2", { sweep: "s" }), pinned];
  expect(ids(trialsBelow(sweep, trials, [sweep], "", TITLES))).toEqual(["trial 2", "trial 1"]);
  expect(ids(trialsBelow(sweep, trials, [pinned, sweep], "", TITLES))).toEqual(["trial 2"]);
});

it("puts sweeps among the runs of their network, and their trials below them but for the pinned ones", () => {
  const sweep = { id: "s", made: "2026-01-02T00:00:00Z" };
  const runs = [
    makeRun("old"),
    makeRun("new", { made: "2026-01-03T00:00:00Z" }),
    makeRun("kept", { sweep: "s", pinned: true }),
    makeRun("trial", { sweep: "s" }),
  ];
  expect(ids(rowsOf(runs, [sweep], []))).toEqual(["kept", "new", "s", "old"]);
  const opened = rowsOf(runs, [sweep], ["s"]);
  expect(ids(opened)).toEqual(["kept", "new", "s", "trial", "old"]);
  expect(ids(opened.filter(({ isTrial }) => isTrial))).toEqual(["trial"]);
});

it("lets the trials of a sweep that is not known stand by themselves", () => {
  const runs = [makeRun("alone"), makeRun("trial", { sweep: "s", made: "2026-01-02T00:00:00Z" })];
  expect(rowsOf(runs, [], ["s"]).map(({ id, isTrial }) => [id, isTrial])).toEqual([
    ["trial", false],
    ["alone", false],
  ]);
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
