/** What the server says when it runs the code, in the words of the result. */
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { toWire } from "@/graph/document";
import type { Document } from "@/graph/types";

export type Verification = components["schemas"]["VerificationOut"];
export type Check = Verification["checks"][number];
export type Outcome = "equal" | "different" | "skipped";

export async function verify(document: Document): Promise<Verification> {
  return answerAs<Verification>(api.POST("/api/verify", { body: { document: toWire(document) } }));
}

/** What came of a check. */
export function outcomeOf(check: Pick<Check, "ok">): Outcome {
  if (check.ok === null) return "skipped";
  return check.ok ? "equal" : "different";
}

/** The result in a sentence. */
export function summaryOf(result: Verification): string {
  const took = `${result.seconds.toFixed(1)} s`;
  if (!result.ok) return `The code does not make the network that is drawn. Looked at for ${took}.`;
  const skipped = result.checks.some((check) => check.ok === null);
  return `The code makes the network that is drawn${skipped ? ", as far as it could be compared" : ""}. Proven in ${took}.`;
}
