import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Judged = Schemas["Judged"];
export type JudgedOutput = Judged["outputs"][number];
export type JudgedClasses = Schemas["JudgedClasses"];
export type JudgedValues = Schemas["JudgedValues"];
export type Ranked = Schemas["Ranked"];
export type Weighed = Schemas["Weighed"];
export type WeighedVariable = Schemas["WeighedVariable"];
export type Spread = Schemas["Spread"];
export type Layered = Schemas["Layered"];
export type Layer = Schemas["Layer"];
export type Chosen = Schemas["Chosen"];
export type Bounded = Schemas["Bounded"];
export type Afterwards = Schemas["Afterwards"];
export type OutputCurves = Schemas["OutputCurves"];
export type Heat = Schemas["Heat"];
