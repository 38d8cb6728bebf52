// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { makeDocument } from "@/graph/makeDocument";
import { judgeDraft, readDraft, storeDraft } from "./drafts";

const mine = makeDocument(["mine"]);
const theirs = makeDocument(["theirs"]);

beforeEach(() => localStorage.clear());

it("keeps a draft for each network, until it is taken away", () => {
  storeDraft("n1", { revision: 3, document: mine });
  expect(readDraft("n1")).toEqual({ revision: 3, document: mine });
  expect(readDraft("n2")).toBeNull();
  storeDraft("n1", null);
  expect(readDraft("n1")).toBeNull();
});

it("reads nothing from what it did not write", () => {
  localStorage.setItem("layerloom:draft:n1", "{broken");
  expect(readDraft("n1")).toBeNull();
  localStorage.setItem("layerloom:draft:n1", '{"revision": "x"}');
  expect(readDraft("n1")).toBeNull();
});

it("restores a draft that follows what the server has", () => {
  expect(judgeDraft({ revision: 3, document: theirs }, { revision: 3, document: mine }).kind).toBe("restored");
});

it("asks where another window saved in between", () => {
  expect(judgeDraft({ revision: 4, document: theirs }, { revision: 3, document: mine }).kind).toBe("conflict");
});

it("drops a draft that the server has got after all", () => {
  expect(judgeDraft({ revision: 4, document: mine }, { revision: 3, document: makeDocument(["mine"]) }).kind).toBe(
    "clean",
  );
});
