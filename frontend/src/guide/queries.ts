import { queryOptions } from "@tanstack/react-query";
import { answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { queryClient } from "@/app/session";
import { networksQuery } from "@/home/queries";
import type { LessonListed, OpenLesson, Progress } from "./types";

type Schemas = components["schemas"];
export type ClassLesson = Schemas["ClassLessonOut"];
export type Neurons = Schemas["Neurons"];

/** The lessons that one may take. */
export const lessonsQuery = queryOptions({
  queryKey: ["lessons"],
  queryFn: () => answerAs<LessonListed[]>(api.GET("/api/lessons")),
  staleTime: 0,
});

/** What keeps progress goes by this key. */
export function keepingKey(network: string): readonly string[] {
  return ["keep lesson", network];
}

/** The lesson that a network of one's own was begun with. */
export function lessonQuery(network: string) {
  return queryOptions({
    queryKey: ["networks", network, "lesson"],
    queryFn: () =>
      answerAs<OpenLesson>(api.GET("/api/networks/{network_id}/lesson", { params: { path: { network_id: network } } })),
    staleTime: Number.POSITIVE_INFINITY,
    // Another window may have gone on; but what is just being kept here is not undone by an answer that does not know it yet.
    refetchOnWindowFocus: () => (queryClient.isMutating({ mutationKey: keepingKey(network) }) > 0 ? false : "always"),
  });
}

/** Begins a lesson; gives its network. */
async function startLesson(name: string): Promise<string> {
  const params = { path: { lesson_name: name } };
  const network = await answerAs<Schemas["NetworkOut"]>(api.POST("/api/lessons/{lesson_name}/start", { params }));
  void queryClient.invalidateQueries({ queryKey: networksQuery.queryKey, exact: true });
  return network.id;
}

/** The network in which a lesson is taken: the one in which it was begun, or a new one. */
export async function openLesson({ name, network, left }: LessonListed): Promise<string> {
  if (network === null) return startLesson(name);
  if (left) {
    await api.POST("/api/networks/{network_id}/lesson", { params: { path: { network_id: network } } });
    queryClient.removeQueries({ queryKey: lessonQuery(network).queryKey });
  }
  return network;
}

/** Takes the guide away from a network, until its lesson is opened again. */
export async function leaveLesson(network: string): Promise<void> {
  await api.DELETE("/api/networks/{network_id}/lesson", { params: { path: { network_id: network } } });
  await queryClient.invalidateQueries({ queryKey: lessonQuery(network).queryKey });
}

/** Keeps how far one has come; the list of lessons, which may have been opened meanwhile, is asked for anew. */
export async function keepProgress(network: string, progress: Progress): Promise<void> {
  const params = { path: { network_id: network } };
  await api.PUT("/api/networks/{network_id}/lesson", { params, body: progress });
  void queryClient.invalidateQueries({ queryKey: lessonsQuery.queryKey });
}

/** The weights and biases of the neurons of a trained layer. */
export async function fetchNeurons(run: string, node: string): Promise<Neurons> {
  const params = { path: { run_id: run, node } };
  return answerAs<Neurons>(api.GET("/api/runs/{run_id}/eyes/neurons/{node}", { params }));
}

export function classLessonsQuery(id: string) {
  return queryOptions({
    queryKey: ["classes", id, "lessons"],
    queryFn: () =>
      answerAs<ClassLesson[]>(api.GET("/api/classes/{class_id}/lessons", { params: { path: { class_id: id } } })),
  });
}

/** Gives a class a lesson from a file. */
export async function addClassLesson(id: string, file: string, text: string): Promise<void> {
  await api.POST("/api/classes/{class_id}/lessons", { params: { path: { class_id: id } }, body: { file, text } });
  await queryClient.invalidateQueries({ queryKey: classLessonsQuery(id).queryKey });
}

export async function removeClassLesson(id: string, lesson: string): Promise<void> {
  const params = { path: { class_id: id, lesson_id: lesson } };
  await api.DELETE("/api/classes/{class_id}/lessons/{lesson_id}", { params });
  await queryClient.invalidateQueries({ queryKey: classLessonsQuery(id).queryKey });
}

/** Where a lesson's file is downloaded. */
export function fileOf(name: string): string {
  return `/api/lessons/${encodeURIComponent(name)}/file`;
}
