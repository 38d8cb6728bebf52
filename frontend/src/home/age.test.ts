import { expect, it } from "vitest";
import { ageText } from "./age";

const NOW = Date.parse("2026-11-22T12:00:00Z");

it.each([
  ["2026-11-22T11:59:30Z", "just now"],
  ["2026-11-22T11:55:00Z", "5 minutes ago"],
  ["2026-11-22T10:00:00Z", "2 hours ago"],
  ["2026-11-21T11:00:00Z", "yesterday"],
  ["2026-09-01T00:00:00Z", "3 months ago"],
])("calls %s %s", (moment, words) => expect(ageText(moment, NOW)).toBe(words));
