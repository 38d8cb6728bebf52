import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";

export type Limits = components["schemas"]["LimitsOut"];
export type RoleLimits = components["schemas"]["RoleLimits"];
export type LimitName = Exclude<keyof RoleLimits, "role">;

/** The limits in the order of the form: what they are called, and what they mean. */
export const LIMITS: readonly { name: LimitName; label: string; about: string }[] = [
  { name: "runs", label: "Runs at once", about: "Training or waiting, the trials of sweeps among them." },
  { name: "minutes", label: "Minutes a run", about: "Then it ends, and keeps what it learned." },
  { name: "parameters", label: "Parameters", about: "Of a network that is trained." },
  { name: "upload_mb", label: "MB an upload", about: "Of one file." },
  {
    name: "storage_mb",
    label: "MB of storage",
    about: "Data sets, files on their way, runs with their models, imported weights.",
  },
];

/** What the asker may take, and those whose limits the asker sets. */
export const limitsQuery = queryOptions({
  queryKey: ["limits"],
  queryFn: () => answerAs<Limits>(api.GET("/api/limits")),
});

/** Sets the limits of a role. */
export function putLimits({ role, ...limits }: RoleLimits): Promise<RoleLimits> {
  if (role === "administrator") throw new Error("administrators have no limits");
  return answerAs<RoleLimits>(api.PUT("/api/limits/{role}", { params: { path: { role } }, body: limits }));
}
