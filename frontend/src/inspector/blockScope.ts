import { createContext, useContext } from "react";
import { addParam, blockKind, paramFor } from "@/graph/blockEdits";
import { type Expression, ExpressionError, evaluateExpression } from "@/graph/expression";
import { openBlock } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import type { BlockParam, Param } from "@/graph/types";

/** The block whose inside is being edited: there a value may be bound to one of its parameters. */
export type Scope = { readonly name: string; readonly params: readonly BlockParam[] };

export const BlockScope = createContext<Scope | null>(null);

export function useBlockScope(): Scope | null {
  return useContext(BlockScope);
}

/** The open block, as the forms of its inner layers see it. */
export function useOpenScope(): Scope | null {
  const name = useEditor((state) => openBlock(state.document, state.inside));
  const params = useEditor((state) => (name === null ? undefined : state.document.blocks[name]?.params));
  return name !== null && params ? { name, params } : null;
}

/** What stands for a value once it is bound to a parameter of the block; the parameter is made where there is none yet. */
export function bind(scope: Scope, param: Param, value: unknown): Expression | null {
  const { document, edit } = useEditor.getState();
  const block = document.blocks[scope.name];
  if (!block || blockKind(param.kind) === null) return null;
  const bound = paramFor(block, param, value);
  edit(
    `Make ${bound.name} a parameter of ${scope.name}`,
    (before) => addParam(before, scope.name, bound),
    `bind ${bound.name}`,
  );
  return { $expr: bound.name };
}

/** Reads an expression over the block's parameters; says in a sentence why it means nothing. */
export function readExpression(
  scope: Scope,
  text: string,
): { value: Expression; error: null } | { value?: never; error: string } {
  const trimmed = text.trim();
  try {
    evaluateExpression(trimmed, Object.fromEntries(scope.params.map((param) => [param.name, param.default ?? 1])));
  } catch (error) {
    return { error: error instanceof ExpressionError ? error.message : "This expression means nothing." };
  }
  return { value: { $expr: trimmed }, error: null };
}
