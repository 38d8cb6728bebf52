import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { LOSSES, targetOf } from "./lossTargets";

it("says of each loss what the server says", () => {
  const path = fileURLToPath(new URL("../../../designer/core/losses.py", import.meta.url));
  const table = readFileSync(path, "utf8").match(/^LOSSES.*?^\}/ms)?.[0] ?? "";
  for (const [target, names] of Object.entries(LOSSES))
    for (const name of names) expect(table, `${name}: ${target}`).toContain(name);
  const named = table.match(/\b[A-Z][A-Za-z]+(?=[ "])/g)?.filter((name) => name !== "LossRow") ?? [];
  expect(named.filter((name) => targetOf(name) === null)).toEqual([]);
  const rows = table.matchAll(/LossRow\("(\w+)".*?\),?\s*(?:"([A-Za-z ]+)"|$)/gm);
  for (const [, target, names = ""] of rows)
    for (const name of names.split(" ").filter(Boolean)) expect(targetOf(name)).toBe(target);
});
