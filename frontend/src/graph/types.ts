/** The document's shapes, named for the editor. They come from the server's schema; nothing is described twice. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Config = Readonly<Record<string, unknown>>;
export type Node = Readonly<Omit<Required<Schemas["Node"]>, "config" | "call">> & {
  readonly config: Config;
  readonly call: Config;
};
export type Edge = Readonly<Schemas["Edge"]>;
export type KerasObject = { readonly class_name: string; readonly config: Config };
export type InputBinding = Readonly<Schemas["InputBinding"]>;
export type OutputBinding = Readonly<Omit<Schemas["OutputBinding"], "loss" | "metrics">> & {
  readonly loss: KerasObject;
  readonly metrics: readonly KerasObject[];
};
export type Training = Readonly<
  Omit<Required<Schemas["Training"]>, "inputs" | "outputs" | "optimizer" | "callbacks" | "sweep">
> & {
  readonly inputs: readonly InputBinding[];
  readonly outputs: readonly OutputBinding[];
  readonly optimizer: KerasObject;
  readonly callbacks: readonly KerasObject[];
  readonly sweep: Sweep | null;
};
export type SweepField = Readonly<Omit<Required<Schemas["SweptField"]>, "path" | "values">> & {
  readonly path: readonly (string | number)[];
  readonly values: readonly unknown[] | null;
};
export type Sweep = Readonly<Omit<Required<Schemas["Sweep"]>, "fields">> & { readonly fields: readonly SweepField[] };
export type BlockParam = Readonly<Required<Schemas["BlockParam"]>>;
export type Block = Readonly<Omit<Required<Schemas["Block"]>, "nodes" | "edges" | "inputs" | "outputs" | "params">> & {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly inputs: readonly string[];
  readonly outputs: readonly (readonly [string, number])[];
  readonly params: readonly BlockParam[];
};
export type Document = {
  readonly version: 4;
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly outputs: readonly (readonly [string, number])[];
  readonly blocks: Readonly<Record<string, Block>>;
  readonly dtype_policy: NonNullable<Schemas["Document"]["dtype_policy"]>;
  readonly weights: Readonly<Required<Schemas["WeightsRef"]>> | null;
  readonly training: Training;
  readonly notes: readonly Config[];
};

export type Patch = Partial<Schemas["Patch"]>;
export type Fix = Schemas["Fix"];
export type Problem = Schemas["Problem"];
export type Analysis = Schemas["AnalysisOut"];
export type NodeAnalysis = Schemas["NodeAnalysis"];
export type TensorSpec = Schemas["TensorSpec"];
export type Totals = Schemas["Totals"];

export type Catalog = Omit<Schemas["Catalog"], "layers"> & { readonly layers: Readonly<Record<string, LayerSpec>> };
export type LayerSpec = Omit<Schemas["LayerSpec"], "inputs"> & { readonly inputs: readonly Port[] };
export type ObjectSpec = Schemas["ObjectSpec"];
export type Param = Schemas["Param"];
export type Port = Omit<Schemas["Port"], "spread">;

export type Dataset = Schemas["DatasetOut"];
export type DataField = Schemas["DataField"];
export type Run = Schemas["RunOut"];
