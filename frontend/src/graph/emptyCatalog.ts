import type { Catalog } from "./types";

/** What stands in until the catalogue has come. */
export const EMPTY_CATALOG: Catalog = {
  keras: "",
  families: [],
  layers: {},
  activations: [],
  initializers: {},
  regularizers: {},
  constraints: {},
  optimizers: {},
  losses: {},
  metrics: {},
  schedules: {},
  callbacks: {},
};
