import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type Worker = Schemas["WorkerOut"];
export type Device = NonNullable<Schemas["StartRun"]["device"]>;
export type Backend = NonNullable<Schemas["StartRun"]["backend"]>;
/** What a run asks to be trained on. */
export interface Wish {
  readonly device: Device;
  readonly backend: Backend;
}
