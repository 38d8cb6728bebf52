import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Judged = Schemas["Judged"];
export type JudgedOutput = Judged["outputs"][number];
export type JudgedClasses = Schemas["JudgedClasses"];
export type JudgedValues = Schemas["JudgedValues"];
export type Ranked = Schemas["Ranked"];
