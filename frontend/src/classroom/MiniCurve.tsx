import { Text } from "@mantine/core";
import { numberText } from "@/runs/numbers";
import type { Curve } from "./wall";
import classes from "./wall.module.css";

const WIDTH = 100;
const HEIGHT = 44;

type Pair = readonly [epoch: number, value: number];

function pairs(rows: readonly (readonly (number | null)[])[], column: number): Pair[] {
  return rows.flatMap((row) => {
    const [epoch, value] = [row[0], row[column]];
    return typeof epoch === "number" && typeof value === "number" ? [[epoch, value] as const] : [];
  });
}

type Frame = { readonly right: number; readonly low: number; readonly high: number };

function path(line: readonly Pair[], { right, low, high }: Frame): string {
  const room = high - low || 1;
  const at = ([epoch, value]: Pair) =>
    `${((epoch / right) * WIDTH).toFixed(1)} ${(HEIGHT - 2 - ((value - low) / room) * (HEIGHT - 4)).toFixed(1)}`;
  return line.length === 0 ? "" : `M${line.map(at).join("L")}`;
}

/** Shares are drawn between nothing and all; everything else between what there is. */
function frameOf(lines: readonly (readonly Pair[])[], epochs: number, isShare: boolean): Frame {
  const all = lines.flat();
  const values = all.map(([, value]) => value);
  return {
    right: Math.max(epochs, ...all.map(([epoch]) => epoch), 0.001),
    low: Math.min(0, ...values),
    high: isShare ? 1 : Math.max(...values, 0),
  };
}

type Props = { readonly curve: Curve; readonly epochs: number; readonly what: "loss" | "metric" };

/** One curve of a run, small: training as a thin line, validation as a strong dashed one, and the newest number. */
export function MiniCurve({ curve, epochs, what }: Props) {
  const column = what === "loss" ? 1 : 2;
  const points = pairs(curve.points, column);
  const training = points.length > 1 ? points : pairs(curve.epochs, column);
  const validation = pairs(curve.epochs, column + 2);
  const name = what === "loss" ? "loss" : (curve.metric ?? "");
  const frame = frameOf([training, validation], epochs, name.endsWith("accuracy"));
  const newest = validation.at(-1)?.[1] ?? training.at(-1)?.[1];
  const isValidation = validation.length > 0;
  return (
    <div className={classes.curve}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}${isValidation ? " on validation data" : ""} ${numberText(newest)}`}
      >
        <path d={path(training, frame)} className={classes.training} />
        <path d={path(validation, frame)} className={classes.validation} />
      </svg>
      <Text size="xs" c="dimmed" truncate title={isValidation ? `val_${name}` : name}>
        {shortName(name)} <b>{shortNumber(newest)}</b>
      </Text>
    </div>
  );
}

/** A number of three digits: a tile is narrow. */
function shortNumber(value: number | undefined): string {
  return value === undefined ? "–" : numberText(Number(value.toPrecision(3))).replace(/(\.\d*?)0+$/, "$1");
}

/** "sparse_categorical_accuracy" is an accuracy. */
function shortName(name: string): string {
  return name.endsWith("accuracy") ? "acc." : name.replaceAll("_", " ");
}
