import { describe, expect, it } from "vitest";
import { digitise, type Ink, isEmpty, shrink } from "./padImage";

function makeInk(size: number, isInk: (x: number, y: number) => boolean): Ink {
  const values = Array.from({ length: size * size }, (_, place) =>
    isInk(place % size, Math.floor(place / size)) ? 1 : 0,
  );
  return { width: size, height: size, values };
}

const rowsWithInk = (rows: number[][]) => rows.flatMap((row, y) => (row.some((value) => value > 0.05) ? [y] : []));
const columnsWithInk = (rows: number[][]) =>
  (rows[0] ?? []).flatMap((_, x) => (rows.some((row) => (row[x] ?? 0) > 0.05) ? [x] : []));

describe("digitise", () => {
  it("scales a small drawing in a corner to 20 of 28 pixels, in the middle", () => {
    const rows = digitise(
      makeInk(280, (x, y) => x < 40 && y < 40),
      28,
      28,
    );
    expect(rowsWithInk(rows)).toEqual(Array.from({ length: 20 }, (_, place) => place + 4));
    expect(columnsWithInk(rows)).toEqual(Array.from({ length: 20 }, (_, place) => place + 4));
  });

  it("keeps the proportions of a tall drawing", () => {
    const rows = digitise(
      makeInk(280, (x, y) => x >= 100 && x < 120 && y >= 10 && y < 210),
      28,
      28,
    );
    expect(rowsWithInk(rows)).toHaveLength(20);
    expect(columnsWithInk(rows)).toEqual([13, 14]);
  });

  it("puts the centre of mass in the middle, as MNIST does", () => {
    const rows = digitise(
      makeInk(280, (x, y) => y >= 100 && y < 200 && x >= 50 && x < (y < 150 ? 150 : 70)),
      28,
      28,
    );
    let [mass, sum] = [0, 0];
    rows.forEach((row) => {
      row.forEach((value, x) => {
        mass += value;
        sum += value * (x + 0.5);
      });
    });
    expect(sum / mass).toBeCloseTo(14, 1);
  });

  it("cuts nothing off when the mass lies far to one side", () => {
    const rows = digitise(
      makeInk(280, (x, y) => (y < 40 && x < 140) || (y < 280 && x < 4)),
      28,
      28,
    );
    expect(rowsWithInk(rows)).toHaveLength(20);
    expect(rowsWithInk(rows).at(-1)).toBe(27);
  });

  it("fills all of a picture of 8 by 8", () => {
    const rows = digitise(
      makeInk(280, (x, y) => x > 120 && x < 160 && y > 20 && y < 260),
      8,
      8,
    );
    expect(rowsWithInk(rows)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("is empty when nothing is drawn", () => {
    expect(
      isEmpty(
        digitise(
          makeInk(280, () => false),
          28,
          28,
        ),
      ),
    ).toBe(true);
  });
});

it("shrinks a drawing without moving it", () => {
  const rows = shrink(
    makeInk(280, (x, y) => x < 10 && y < 10),
    28,
    28,
  );
  expect(rows[0]?.[0]).toBeCloseTo(1);
  expect(rows[0]?.[1]).toBe(0);
  expect(isEmpty(rows)).toBe(false);
});
