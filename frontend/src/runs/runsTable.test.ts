import { expect, it } from "vitest";
import { distinct, found, measuresOf, NEWEST, ofKind, ordered, pressed, secondsOf } from "./runsTable";
import type { Run } from "./types";

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

it("parts the trials of sweeps from the runs that stand alone", () => {
  const runs = [makeRun("a"), makeRun("b", { sweep: "s", trial: 1 })];
  expect(ids(ofKind(runs, "all"))).toEqual(["a", "b"]);
  expect(ids(ofKind(runs, "alone"))).toEqual(["a"]);
  expect(ids(ofKind(runs, "trials"))).toEqual(["b"]);
});

it("shows a run once that two pages bring", () => {
  expect(ids(distinct([makeRun("a"), makeRun("b"), makeRun("b"), makeRun("c")]))).toEqual(["a", "b", "c"]);
});
