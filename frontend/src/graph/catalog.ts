/** The catalogue as the server sends it leaves out what stands at its default; here everything is written out. */
import type { components } from "@/api/schema";
import type { Catalog, LayerSpec, ObjectSpec, Param, Port } from "./types";

type Schemas = components["schemas"];

const ONE_PORT: Port = { name: "inputs", many: false, required: true, minimum: 1 };

export function completeParam(param: Partial<Schemas["Param"]> & Pick<Param, "name" | "kind">): Param {
  return {
    ...{
      required: false,
      default: null,
      start: null,
      nullable: false,
      choices: [],
      length: null,
      minimum: null,
      maximum: null,
    },
    ...{ common: false, help: "" },
    ...param,
  };
}

function completeObject<T extends Partial<ObjectSpec> & Pick<ObjectSpec, "name">>(spec: T) {
  return { summary: "", description: "", ...spec, params: (spec.params ?? []).map(completeParam) };
}

export function completeLayer(spec: Partial<LayerSpec> & Pick<LayerSpec, "name" | "family">): LayerSpec {
  const inputs = spec.inputs?.map((port) => ({ ...ONE_PORT, ...port })) ?? (spec.kind === "input" ? [] : [ONE_PORT]);
  return {
    ...{
      keywords: [],
      kind: "layer" as const,
      call_params: [],
      adapts: false,
      is_cell: false,
      unavailable: "",
      auto_name: "",
    },
    ...completeObject(spec),
    ...(spec.call_params ? { call_params: spec.call_params.map(completeParam) } : {}),
    family: spec.family,
    inputs,
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

const PYTHON_OFF = "The owner of this server has not switched Python layers on.";

/** The catalogue where the owner of the server has not switched Python layers on: no new ones can be made. */
export function withoutPython(catalog: Catalog): Catalog {
  const change = (spec: LayerSpec) => (spec.kind === "python" ? { ...spec, unavailable: PYTHON_OFF } : spec);
  return { ...catalog, layers: mapValues(catalog.layers, change) };
}

export function completeCatalog(catalog: Catalog): Catalog {
  return {
    ...catalog,
    layers: mapValues(catalog.layers, completeLayer),
    initializers: mapValues(catalog.initializers, completeObject),
    regularizers: mapValues(catalog.regularizers, completeObject),
    constraints: mapValues(catalog.constraints, completeObject),
    optimizers: mapValues(catalog.optimizers, completeObject),
    losses: mapValues(catalog.losses, (spec) => ({ target: null, ...spec, ...completeObject(spec) })),
    metrics: mapValues(catalog.metrics, completeObject),
    schedules: mapValues(catalog.schedules, completeObject),
    callbacks: mapValues(catalog.callbacks, completeObject),
  };
}
