import { type ComponentType, createContext } from "react";
import type { Config, Param, Problem } from "@/graph/types";

/** What every field of a form is given. */
export type FieldProps = {
  param: Param;
  /** undefined where the parameter stands at its default. */
  value: unknown;
  onChange: (value: unknown) => void;
  /** What is wrong with it; true where that is said elsewhere in the form. */
  problem: string | true | null;
};

export type ParamFormProps = {
  params: readonly Param[];
  config: Config;
  onChange: (name: string, value: unknown) => void;
  problems?: readonly Problem[];
  /** Parameters that come by wire, and from where. */
  wired?: Readonly<Record<string, string>>;
  /** Shows every parameter at once, as inside another object. */
  isFlat?: boolean;
};

/** The form for objects inside objects. A field cannot import the form that it stands in, so the form hands itself down. */
export const NestedForm = createContext<ComponentType<ParamFormProps>>(() => null);
