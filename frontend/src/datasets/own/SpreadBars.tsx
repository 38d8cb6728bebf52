import classes from "./own.module.css";
import type { ColumnFound } from "./queries";

/** A column of a table, or an array. */
type Spread = Pick<ColumnFound, "name" | "numbers" | "spread"> & Partial<Pick<ColumnFound, "kind">>;

const MOST = 20;

/** How a column's values are spread, small: bins of numbers, or the most frequent values. */
export function SpreadBars({ column }: { column: Spread }) {
  const shown = column.spread.slice(0, MOST);
  if (shown.length === 0 || column.kind === "text" || column.kind === "date") return null;
  const most = Math.max(1, ...shown.map(([, count]) => count));
  return (
    <div className={classes.spread} role="img" aria-label={spoken(column)} title={spoken(column)}>
      {shown.map(([name, count]) => (
        <span key={name} style={{ height: count > 0 ? `${Math.max(6, (count / most) * 100)}%` : 0 }} />
      ))}
    </div>
  );
}

function spoken({ name, numbers, spread }: Spread): string {
  if (numbers) {
    const { minimum, maximum, mean } = numbers;
    return `${name}: from ${minimum} to ${maximum}, on average ${mean}`;
  }
  const first = spread.slice(0, 4).map(([value, count]) => `${value} ${count.toLocaleString("en")}`);
  return `${name}: ${first.join(", ")}${spread.length > 4 ? ", and others" : ""}`;
}
