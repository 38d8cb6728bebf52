import { quoted } from "../csv";

type Cell = string | number | null;

/** The numbers of a picture: what its table shows and its CSV holds. */
export interface Numbers {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** The numbers as CSV, as spreadsheets read it. */
export function csvOf({ head, rows }: Numbers): string {
  return `${[head, ...rows].map((row) => row.map(cellText).join(",")).join("\r\n")}\r\n`;
}

function cellText(cell: Cell): string {
  return cell === null ? "" : quoted(String(cell));
}
