import { answer } from "./client";

/** The body of an answer as the schema names it: the client's own reading of types turns pairs into lists of any length. */
export function bodyAs<T>(request: Promise<{ data?: unknown }>): Promise<T> {
  return answer<T>(request as Promise<{ data?: T }>);
}
