/** What the server says of assignments, named for the screens. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type AssignmentCard = Schemas["AssignmentSummary"];
export type Assignment = Schemas["AssignmentOut"];
export type AssignmentIn = Schemas["AssignmentIn"];
export type Work = Schemas["ForNetwork"];
export type Rule = Assignment["rules"][number]["rule"];
export type RuleTold = Schemas["RuleTold"];
export type RuleResult = Schemas["RuleResult"];
export type HandInListed = Schemas["HandInSummary"];
export type HandIn = Schemas["HandInOut"];
export type HandInState = Schemas["HandInSummary"]["state"];
export type Comment = Schemas["CommentOut"];
export type Marks = Schemas["Marks"];
export type Ready = Schemas["ReadyOut"];
export type Limits = { readonly palette: Work["palette"]; readonly shown: Work["shown"] };
/** A part of the form of an assignment. */
export type PartProps = { readonly draft: AssignmentIn; readonly change: (changed: Partial<AssignmentIn>) => void };
