import { numberText, percentText } from "../numbers";
import type { Numbers } from "./numbers";
import type { JudgedClasses } from "./types";

/** The matrix as a table: a row a true class, a column a predicted one. */
export function matrixNumbers({ classes, matrix }: JudgedClasses): Numbers {
  return {
    head: ["true \\ predicted", ...classes],
    rows: classes.map((name, row) => [name, ...(matrix[row] ?? [])]),
  };
}

/** Precision, recall, F1 and support of every class. */
export function scoreNumbers({ by_class }: JudgedClasses): Numbers {
  return {
    head: ["class", "precision", "recall", "F1", "support"],
    rows: by_class.map((one) => [one.name, one.precision, one.recall, one.f1, one.support]),
  };
}

/** What a matrix says in one sentence. */
export function matrixSummary(judged: JudgedClasses): string {
  const worst = worstConfusion(judged);
  const right = judged.accuracy === null ? "" : `${percentText(judged.accuracy)} of the samples are right. `;
  if (worst === null) return `${right}No class is taken for another.`;
  return `${right}Most often ${worst.truth} is taken for ${worst.said}, ${numberText(worst.count)} times.`;
}

function worstConfusion({ classes, matrix }: JudgedClasses): { truth: string; said: string; count: number } | null {
  let found: { truth: string; said: string; count: number } | null = null;
  matrix.forEach((row, truth) => {
    row.forEach((count, said) => {
      if (truth !== said && count > (found?.count ?? 0)) {
        found = { truth: classes[truth] ?? "", said: classes[said] ?? "", count };
      }
    });
  });
  return found;
}
