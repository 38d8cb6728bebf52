import type { Columns, Value } from "./columns";
import type { History } from "./history";

/** The whole history as CSV: a row an event, the kind first; empty for nothing reported, "nan" for a number that was not finite. */
export function historyCsv(history: History): string {
  const names = [...new Set([...history.epochs.values.keys(), ...history.points.values.keys()])];
  const head = ["kind", "step", "epoch", "seconds", ...names].map(quoted).join(",");
  const rows = [...rowsOf("batch", history.points, names), ...rowsOf("epoch", history.epochs, names)];
  return `${[head, ...rows].join("\r\n")}\r\n`;
}

function rowsOf(kind: string, columns: Columns, names: readonly string[]): string[] {
  return columns.step.map((step, row) => {
    const numbers = [
      step,
      columns.epoch[row],
      columns.at[row],
      ...names.map((name) => columns.values.get(name)?.[row]),
    ];
    return [kind, ...numbers.map(cell)].join(",");
  });
}

function cell(value: Value): string {
  if (value === undefined) {
    return "";
  }
  return value === null ? "nan" : String(value);
}

/** A cell of a CSV file, in quotes where it needs them. */
export function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
