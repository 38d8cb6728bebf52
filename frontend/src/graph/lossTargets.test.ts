import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Target, targetsOf } from "./lossTargets";
import type { DataField } from "./types";

type Row = Pick<DataField, "kind" | "classes"> & { targets: Target[] };

const ROWS = JSON.parse(readFileSync("../tests/graphs/targets.json", "utf8")) as Row[];

it.each(ROWS)("takes a $kind of $classes for what the server takes it for", ({ targets, ...field }) => {
  expect(targetsOf(field)).toEqual(targets);
});
