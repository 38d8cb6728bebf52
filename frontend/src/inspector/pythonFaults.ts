/** Where in a Python layer's class a problem lies: the sentences of the server name the line. */
import type { Fault } from "@/dock/useTyped";
import type { Problem } from "@/graph/types";

const LINE = /\bLine (\d+): (.*)$/s;

export function faultsOf(problems: readonly Problem[]): readonly Fault[] {
  return problems.flatMap(({ param, message }) => {
    const [, line, said] = LINE.exec(message) ?? [];
    return param === "source" && line && said ? [{ line: Number(line), message: said }] : [];
  });
}
