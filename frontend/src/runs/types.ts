import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type Run = Schemas["RunOut"];
export type RunDetail = Schemas["RunDetail"];
export type RunListed = Schemas["RunListed"];
export type RunsPage = Schemas["RunsPage"];
export type Annotation = Schemas["Annotation"];
export type RunState = Run["state"];
export type Failure = Schemas["Failure"];
export type Frame = Schemas["Frame"];
export type RunEvent = Frame["events"][number];
export type Sample = Schemas["Sample"];
export type JudgedOut = Schemas["JudgedOut"];
export type JudgedSample = Schemas["JudgedSample"];
export type Key = Schemas["KeyOut"];
export type Prediction = Schemas["Prediction"];
export type PredictOut = Schemas["PredictOut"];
export type Looked = Schemas["Looked"];
export type Export = Schemas["ExportOut"];
export type ExportFormat = Export["format"];
export type Dataset = Schemas["DatasetOut"];
export type Field = Schemas["DataField"];
export type Document = Schemas["Document"];

/** A run with the model that it keeps: another one once it has ended again. */
export type Trained = Pick<Run, "id" | "ended">;
