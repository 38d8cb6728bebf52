import type { TagStyle } from "@codemirror/language";
import { tags } from "@lezer/highlight";

/** Python on a dark ground: every colour at 4.5 : 1 or better. */
export const DARK_STYLES: readonly TagStyle[] = [
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "#c39ac9" },
  { tag: [tags.string, tags.special(tags.string)], color: "#a5cf8b" },
  { tag: [tags.number, tags.bool, tags.null], color: "#e8b06a" },
  { tag: [tags.comment], color: "#9aa0a6", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "#7fbdf0" },
  { tag: [tags.className, tags.definition(tags.variableName)], color: "#e6d98c" },
];
