import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Sweep = Schemas["SweepOut"];
export type SweepDetail = Schemas["SweepDetail"];
export type SweptField = Schemas["FieldOut"];
export type Trial = Schemas["TrialOut"];
export type SweepState = Sweep["state"];
