import { queryOptions } from "@tanstack/react-query";
import { answer, answerAs, api } from "@/api/client";
import type { components } from "@/api/schema";
import { queryClient } from "@/app/session";

type Schemas = components["schemas"];
export type Account = Schemas["Account"];
export type MyClass = Schemas["MyClass"];
export type ClassOut = Schemas["ClassOut"];
export type ClassDetail = Schemas["ClassDetail"];
export type Member = Schemas["MemberOut"];
type ClassChange = Partial<Schemas["ClassChange"]>;
type MemberChange = Partial<Schemas["MemberChange"]>;

/** Who is signed in, and in which classes. */
export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: () => answerAs<Account>(api.GET("/api/account")),
  staleTime: 60_000,
});

/** The classes that one teaches. */
export const classesQuery = queryOptions({
  queryKey: ["classes"],
  queryFn: () => answerAs<ClassOut[]>(api.GET("/api/classes")),
  staleTime: 0,
});

/** A class with its members, fetched again whenever its window is looked at. */
export const classQuery = (id: string) =>
  queryOptions({
    queryKey: ["classes", id],
    queryFn: () => answerAs<ClassDetail>(api.GET("/api/classes/{class_id}", { params: { path: { class_id: id } } })),
    staleTime: 0,
    refetchOnWindowFocus: "always",
  });

function know(detail: ClassDetail): ClassDetail {
  queryClient.setQueryData(classQuery(detail.id).queryKey, detail);
  void queryClient.invalidateQueries({ queryKey: classesQuery.queryKey, exact: true });
  return detail;
}

export async function makeClass(name: string, ends: string): Promise<ClassDetail> {
  return know(await answerAs<ClassDetail>(api.POST("/api/classes", { body: { name, ends } })));
}

export async function changeClass(id: string, body: ClassChange): Promise<ClassDetail> {
  return know(
    await answerAs<ClassDetail>(api.PATCH("/api/classes/{class_id}", { params: { path: { class_id: id } }, body })),
  );
}

export async function deleteClass(id: string): Promise<void> {
  await api.DELETE("/api/classes/{class_id}", { params: { path: { class_id: id } } });
  queryClient.removeQueries({ queryKey: classQuery(id).queryKey });
}

function pathOf(id: string, member: Member) {
  return { path: { class_id: id, member_id: member.id } };
}

export async function changeMember(id: string, member: Member, body: MemberChange): Promise<void> {
  const params = pathOf(id, member);
  know(await answerAs<ClassDetail>(api.PATCH("/api/classes/{class_id}/members/{member_id}", { params, body })));
}

export async function removeMember(id: string, member: Member): Promise<void> {
  await api.DELETE("/api/classes/{class_id}/members/{member_id}", { params: pathOf(id, member) });
  await queryClient.invalidateQueries({ queryKey: classQuery(id).queryKey });
}

/** Voids a member's pass-phrase and gives the new one, which is told this once. */
export async function renewPhrase(id: string, member: Member): Promise<string> {
  const params = pathOf(id, member);
  return (await answer(api.POST("/api/classes/{class_id}/members/{member_id}/phrase", { params }))).phrase;
}

export async function changePassword(old: string, fresh: string): Promise<void> {
  await api.POST("/api/account/password", { body: { old, new: fresh } });
}

export async function deleteEverything(typed: string, withClasses: boolean): Promise<void> {
  await api.POST("/api/account/delete", { body: { typed, classes: withClasses } });
}
