/** The one way to the server: typed by its schema, CSRF header on, and every failure an ApiError with sentences in it. */
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Problem = components["schemas"]["Problem"];

const UNREACHABLE = "The server cannot be reached. Your work is kept in this browser until it can.";

/** What went wrong with a request. `status` is 0 when no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map((problem) => problem.message).join(" "));
    this.name = "ApiError";
  }
}

function problem(code: string, message: string): Problem {
  return { code, message, node: null, inside: [], param: null, severity: "error", fixes: [] };
}

function isProblems(body: unknown): body is { problems: Problem[] } {
  return typeof body === "object" && body !== null && "problems" in body && Array.isArray(body.problems);
}

/** The ApiError that a refusing answer stands for. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblems(body) && body.problems.length > 0) return new ApiError(response.status, body.problems);
  const message =
    response.status >= 500
      ? "The server failed to answer. Nothing you saved is lost; try again in a moment."
      : `The server refused the request (${response.status}).`;
  return new ApiError(response.status, [problem("http_error", message)]);
}

/** The value of the CSRF cookie, or "" before the server has set one. */
export function csrfToken(cookies: string = document.cookie): string {
  const pair = cookies.split("; ").find((cookie) => cookie.startsWith("csrftoken="));
  return pair ? decodeURIComponent(pair.slice("csrftoken=".length)) : "";
}

export const api = createClient<paths>({ credentials: "same-origin" });

api.use({
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await errorOf(response);
  },
  onError({ error }) {
    if (error instanceof ApiError || (error instanceof DOMException && error.name === "AbortError")) return;
    return new ApiError(0, [problem("unreachable", UNREACHABLE)]);
  },
});

/** The body of an answer; refusals have been thrown before. */
export async function answer<T>(request: Promise<{ data?: T }>): Promise<T> {
  return (await request).data as T;
}

/** The same, by the schema's own name for the body: openapi-fetch forgets how long tuples are. */
export async function answerAs<T>(request: Promise<{ data?: unknown }>): Promise<T> {
  return (await request).data as T;
}

/** Whether something was changed by others meanwhile. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}

/** A sentence for a person, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : "Something went wrong. Try again.";
}
