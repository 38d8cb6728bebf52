import { expect, it } from "vitest";
import { isSameView, withSameMiddle } from "./room";

const VIEW = { x: 120, y: 40, zoom: 0.8 };

it("tells a look that nobody has moved from one that somebody has", () => {
  expect(isSameView(VIEW, { x: 120.2, y: 40, zoom: 0.8 })).toBe(true);
  expect(isSameView(VIEW, { ...VIEW, y: 52 })).toBe(false);
  expect(isSameView(VIEW, { ...VIEW, zoom: 0.9 })).toBe(false);
});

it("keeps in the middle what was there when a panel takes some of the width", () => {
  const middle = ({ x, zoom }: typeof VIEW, width: number) => (width / 2 - x) / zoom;
  expect(middle(withSameMiddle(VIEW, -320), 680)).toBeCloseTo(middle(VIEW, 1000));
});
