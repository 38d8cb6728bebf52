/** What is asked of the server about assignments and hand-ins. */
import { queryOptions } from "@tanstack/react-query";
import { answer, answerAs, api } from "@/api/client";
import { queryClient } from "@/app/session";
import { toWire } from "@/graph/document";
import type { Document } from "@/graph/types";
import type {
  Assignment,
  AssignmentCard,
  AssignmentIn,
  Comment,
  HandIn,
  HandInListed,
  Marks,
  Ready,
  RuleResult,
  Work,
} from "./types";

const ofClass = (class_id: string) => ({ params: { path: { class_id } } });
const ofAssignment = (assignment_id: string) => ({ params: { path: { assignment_id } } });
const ofHandIn = (hand_in_id: string) => ({ params: { path: { hand_in_id } } });

/** The assignments of a class. */
export function assignmentsQuery(classId: string) {
  return queryOptions({
    queryKey: ["classes", classId, "assignments"],
    queryFn: () => answerAs<AssignmentCard[]>(api.GET("/api/classes/{class_id}/assignments", ofClass(classId))),
    staleTime: 0,
    refetchOnWindowFocus: "always",
  });
}

export function assignmentQuery(id: string) {
  return queryOptions({
    queryKey: ["assignments", id],
    queryFn: () => answerAs<Assignment>(api.GET("/api/assignments/{assignment_id}", ofAssignment(id))),
    staleTime: 0,
  });
}

/** The assignment that a network was made for; null where there is none. */
export function workQuery(network_id: string) {
  return queryOptions({
    queryKey: ["networks", network_id, "assignment"],
    queryFn: () =>
      answerAs<Work | null>(api.GET("/api/networks/{network_id}/assignment", { params: { path: { network_id } } })),
    staleTime: 0,
    refetchOnWindowFocus: "always",
  });
}

/** What was handed in: to the teacher everybody's, to a student their own. */
export function handInsQuery(assignment: string) {
  return queryOptions({
    queryKey: ["assignments", assignment, "hand-ins"],
    queryFn: () =>
      answerAs<HandInListed[]>(api.GET("/api/assignments/{assignment_id}/hand-ins", ofAssignment(assignment))),
    staleTime: 0,
    refetchOnWindowFocus: "always",
  });
}

export function handInQuery(id: string) {
  return queryOptions({
    queryKey: ["hand-ins", id],
    queryFn: () => answerAs<HandIn>(api.GET("/api/hand-ins/{hand_in_id}", ofHandIn(id))),
    staleTime: 0,
    refetchOnWindowFocus: "always",
  });
}

export const libraryQuery = queryOptions({
  queryKey: ["library"],
  queryFn: () => answerAs<Ready[]>(api.GET("/api/library")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Keeps what an assignment is now, and lets the lists that name it be fetched again. */
function know(assignment: Assignment): Assignment {
  queryClient.setQueryData(assignmentQuery(assignment.id).queryKey, assignment);
  void queryClient.invalidateQueries({ queryKey: assignmentsQuery(assignment.klass).queryKey });
  void queryClient.invalidateQueries({ queryKey: ["datasets"] });
  return assignment;
}

/** Makes an assignment of a class; gives its id. */
export async function makeAssignment(classId: string, body: AssignmentIn): Promise<string> {
  return know(
    await answerAs<Assignment>(api.POST("/api/classes/{class_id}/assignments", { ...ofClass(classId), body })),
  ).id;
}

/** Writes an assignment anew; refused where it was changed since it was read as `before`. */
export async function changeAssignment(before: Assignment, body: AssignmentIn): Promise<Assignment> {
  const based = { ...body, based_on: before.changed };
  const request = api.PUT("/api/assignments/{assignment_id}", { ...ofAssignment(before.id), body: based });
  return know(await answerAs<Assignment>(request));
}

export async function deleteAssignment(classId: string, id: string): Promise<void> {
  await api.DELETE("/api/assignments/{assignment_id}", ofAssignment(id));
  await queryClient.invalidateQueries({ queryKey: assignmentsQuery(classId).queryKey });
}

/** An assignment as it is written back, whole but for whether the class sees it. */
export function written(assignment: Assignment): AssignmentIn {
  const { title, text, hidden, palette, shown, deadline, takes_late, tries, solution } = assignment;
  const rules = assignment.rules.map(({ rule }) => rule);
  const starter = assignment.starter ?? undefined;
  return {
    ...{ title, text, hidden, palette, shown, deadline, takes_late, tries, solution, rules },
    dataset: assignment.chosen,
    ...(starter && { starter }),
  } as AssignmentIn;
}

/** Shows an assignment to its class, or takes it back. */
export async function publishAssignment(id: string, published: boolean): Promise<void> {
  const assignment = await queryClient.fetchQuery(assignmentQuery(id));
  await changeAssignment(assignment, { ...written(assignment), published });
}

function formWith(file: File): FormData {
  const form = new FormData();
  form.append("file", file);
  return form;
}

/** A file as the body of a request; the schema says of a file only that it is sent. */
const sending = (file: File) => ({
  body: formWith(file) as never,
  bodySerializer: (form: unknown) => form as FormData,
});

/** Makes an assignment of a file; gives its id. */
export async function takeFile(classId: string, file: File): Promise<string> {
  const request = api.POST("/api/classes/{class_id}/assignments/file", { ...ofClass(classId), ...sending(file) });
  return know(await answerAs<Assignment>(request)).id;
}

export async function takeFromLibrary(class_id: string, name: string): Promise<string> {
  const params = { path: { class_id, name } };
  return know(await answerAs<Assignment>(api.POST("/api/classes/{class_id}/assignments/library/{name}", { params })))
    .id;
}

/** Adds a picture to an assignment; gives the name under which the text shows it. */
export async function addPicture(id: string, file: File): Promise<string> {
  const request = api.POST("/api/assignments/{assignment_id}/pictures", { ...ofAssignment(id), ...sending(file) });
  return (await answerAs<{ name: string }>(request)).name;
}

/** Fetches an assignment anew. */
export async function refreshAssignment(id: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: assignmentQuery(id).queryKey, exact: true });
}

export async function deletePicture(assignment_id: string, name: string): Promise<void> {
  await api.DELETE("/api/assignments/{assignment_id}/pictures/{name}", { params: { path: { assignment_id, name } } });
}

/** Where the picture of a name lies; null for what is no picture of the assignment. */
export function pictureOf(assignment: string, names: readonly string[]) {
  return (name: string) =>
    names.includes(name) ? `/api/assignments/${assignment}/pictures/${encodeURIComponent(name)}` : null;
}

/** The network in which one works on an assignment; made the first time. */
export async function startAssignment(id: string): Promise<string> {
  const started = await answer(api.POST("/api/assignments/{assignment_id}/start", ofAssignment(id)));
  void queryClient.invalidateQueries({ queryKey: ["networks"], exact: true });
  void queryClient.invalidateQueries({ queryKey: ["classes"] });
  void queryClient.invalidateQueries({ queryKey: ["datasets"] });
  return started.network;
}

type Known = Omit<Parameters<typeof judging>[1], "document">;
function judging(
  id: string,
  body: {
    document: Document;
    parameters: number | null;
    trainable: number | null;
    layers: number | null;
    problems: string[] | null;
  },
  signal: AbortSignal,
): Promise<RuleResult[]> {
  const sent = { ...body, document: toWire(body.document) };
  return answerAs<RuleResult[]>(
    api.POST("/api/assignments/{assignment_id}/rules", { ...ofAssignment(id), body: sent, signal }),
  );
}

/** What comes of the rules for a network while it is drawn. */
export function judgeRules(id: string, document: Document, known: Known, signal: AbortSignal): Promise<RuleResult[]> {
  return judging(id, { document, ...known }, signal);
}

function knowHandIn(handIn: HandIn): HandIn {
  queryClient.setQueryData(handInQuery(handIn.id).queryKey, handIn);
  void queryClient.invalidateQueries({ queryKey: handInsQuery(handIn.assignment).queryKey });
  void queryClient.invalidateQueries({ queryKey: assignmentsQuery(handIn.klass).queryKey });
  if (handIn.came_from) void queryClient.invalidateQueries({ queryKey: workQuery(handIn.came_from).queryKey });
  return handIn;
}

export async function makeHandIn(
  id: string,
  body: { network: string; run: string | null; note: string },
): Promise<HandIn> {
  return knowHandIn(
    await answerAs<HandIn>(api.POST("/api/assignments/{assignment_id}/hand-ins", { ...ofAssignment(id), body })),
  );
}

export async function checkAgain(id: string): Promise<HandIn> {
  return knowHandIn(await answerAs<HandIn>(api.POST("/api/hand-ins/{hand_in_id}/check", ofHandIn(id))));
}

export async function mark(id: string, body: Marks): Promise<HandIn> {
  return knowHandIn(await answerAs<HandIn>(api.PUT("/api/hand-ins/{hand_in_id}/marks", { ...ofHandIn(id), body })));
}

export async function addComment(id: string, node: string | null, text: string): Promise<void> {
  const body = { node, text };
  const comment = await answerAs<Comment>(api.POST("/api/hand-ins/{hand_in_id}/comments", { ...ofHandIn(id), body }));
  queryClient.setQueryData(
    handInQuery(id).queryKey,
    (known) => known && { ...known, comments: [...known.comments, comment] },
  );
}

export async function deleteComment(hand_in_id: string, comment_id: number): Promise<void> {
  await api.DELETE("/api/hand-ins/{hand_in_id}/comments/{comment_id}", {
    params: { path: { hand_in_id, comment_id } },
  });
  queryClient.setQueryData(
    handInQuery(hand_in_id).queryKey,
    (known) => known && { ...known, comments: known.comments.filter(({ id }) => id !== comment_id) },
  );
}

/** Fetches anew what is known of a hand-in: its check is done. */
export function refreshHandIn({ id, assignment, came_from }: HandIn): void {
  void queryClient.invalidateQueries({ queryKey: handInQuery(id).queryKey });
  void queryClient.invalidateQueries({ queryKey: handInsQuery(assignment).queryKey });
  if (came_from) void queryClient.invalidateQueries({ queryKey: workQuery(came_from).queryKey });
}
