import { expect, it } from "vitest";
import { makeDocument, makeNode } from "./makeDocument";
import { firstNode, walk } from "./walk";

const fork = makeDocument(
  [
    makeNode("top", "Dense", {}, [100, 0]),
    makeNode("left", "Dense", {}, [0, 120]),
    makeNode("right", "Dense", {}, [240, 120]),
    makeNode("sum", "Add", {}, [100, 240]),
    makeNode("alone", "Dense", {}, [400, 240]),
  ],
  ["top → left", "top → right", "left → sum.inputs:0", "right → sum.inputs:1"],
);

it("follows the wires up and down", () => {
  expect(walk(fork, "left", "up")).toBe("top");
  expect(walk(fork, "left", "down")).toBe("sum");
});

it("takes the wire that leads most straight ahead", () => {
  expect(walk(fork, "top", "down")).toBe("left");
});

it("goes sideways to a neighbour with the same source or target", () => {
  expect(walk(fork, "left", "right")).toBe("right");
  expect(walk(fork, "right", "left")).toBe("left");
});

it("goes to the nearest node where no wire leads on", () => {
  expect(walk(fork, "sum", "right")).toBe("alone");
  expect(walk(fork, "alone", "left")).toBe("sum");
});

it("stays at the edge of the network", () => {
  expect(walk(fork, "top", "up")).toBeNull();
});

it("enters at the top left", () => {
  expect(firstNode(fork)).toBe("top");
  expect(firstNode(makeDocument([]))).toBeNull();
});
