import { expect, it } from "vitest";
import { arranged, type Curve, EMPTY_WALL, merge, type Tile, thin, type Wall } from "./wall";

function makeTile(member: number, nickname: string, more: Partial<Tile> = {}): Tile {
  return { member, nickname, locked: false, network: null, run: null, best: null, stuck: null, ...more };
}

function makeCurve(run: string, epochs: number[]): Curve {
  return { run, metric: "accuracy", points: [], epochs: epochs.map((epoch) => [epoch, 1, 0.5, 1, 0.5]) };
}

const best = (metric: string, value: number, dataset = "Iris") => ({
  best: { metric, value, dataset, is_loss: metric.startsWith("val_loss") },
});

function makeWall(...tiles: Tile[]): Wall {
  return merge(EMPTY_WALL, { tiles, curves: [], gone: [], whole: true });
}

it("adds what comes to the curves of the same run, and begins anew with another run", () => {
  const first = merge(makeWall(makeTile(1, "Ada")), {
    curves: [{ member: 1, whole: true, ...makeCurve("a", [1, 2]) }],
  });
  const more = merge(first, { curves: [{ member: 1, whole: false, ...makeCurve("a", [3]) }] });
  expect(more.curves.get(1)?.epochs.map(([epoch]) => epoch)).toEqual([1, 2, 3]);
  const other = merge(more, { curves: [{ member: 1, whole: false, ...makeCurve("b", [1]) }] });
  expect(other.curves.get(1)?.epochs).toHaveLength(1);
});

it("keeps what a frame says nothing of, and forgets who is gone", () => {
  const wall = makeWall(makeTile(1, "Ada"), makeTile(2, "Grace"));
  const next = merge(wall, { tiles: [makeTile(2, "Countess")], curves: [], gone: [] });
  expect(next.tiles.get(1)).toBe(wall.tiles.get(1));
  expect(next.tiles.get(2)?.nickname).toBe("Countess");
  expect([...merge(next, { gone: [1] }).tiles.keys()]).toEqual([2]);
  expect(merge(wall, {})).toBe(wall);
});

it("keeps a long curve short, its newest row always", () => {
  const rows = thin(Array.from({ length: 301 }, (_, place) => place));
  expect(rows.length).toBeLessThanOrEqual(160);
  expect(rows.at(-1)).toBe(300);
});

it.each([
  ["name", ["Ada", "Grace", "student 2", "student 10"]],
  ["progress", ["Grace", "student 10", "Ada", "student 2"]],
  ["result", ["student 2", "Grace", "student 10", "Ada"]],
] as const)("sorts by %s", (order, names) => {
  const run = { id: "r", name: "Run 1", network: "n", state: "running" as const, epoch: 1, epochs: 4 };
  const network = { id: "n", name: "Iris", layers: 3, thumbnail: [], wires: [] };
  const wall = makeWall(
    makeTile(4, "student 10", { network, run, ...best("val_loss", 0.2) }),
    makeTile(1, "Ada", { network }),
    makeTile(3, "student 2", best("val_accuracy", 0.9)),
    makeTile(2, "Grace", { network, run: { ...run, state: "finished" }, ...best("val_accuracy", 0.8) }),
  );
  expect(arranged(wall, order, "", false).map(({ nickname }) => nickname)).toEqual(names);
});

it("holds results of one kind alone against each other: accuracies first, then what most have", () => {
  const wall = makeWall(
    makeTile(1, "mse 2", best("val_loss (MeanSquaredError)", 900)),
    makeTile(2, "mae", best("val_loss (MeanAbsoluteError)", 3)),
    makeTile(3, "mse 1", best("val_loss (MeanSquaredError)", 25)),
    makeTile(4, "nothing"),
    makeTile(5, "digits", best("val_accuracy", 0.99, "Digits")),
    makeTile(6, "iris 2", best("val_accuracy", 0.7)),
    makeTile(7, "iris 1", best("val_accuracy", 0.8)),
  );
  const names = arranged(wall, "result", "", false).map(({ nickname }) => nickname);
  expect(names.join(", ")).toBe("iris 1, iris 2, digits, mse 1, mse 2, mae, nothing");
});

it("shows only those whose names are searched, or who are stuck", () => {
  const stuck = { code: "wrong_shape", node: "dense", message: "dense is wrong.", since: "2026-01-01T00:00:00Z" };
  const wall = makeWall(makeTile(1, "Ada"), makeTile(2, "Grace", { stuck }));
  expect(arranged(wall, "name", " AD", false).map(({ member }) => member)).toEqual([1]);
  expect(arranged(wall, "name", "", true).map(({ member }) => member)).toEqual([2]);
});
