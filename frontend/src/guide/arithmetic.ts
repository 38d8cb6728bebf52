/** The arithmetic of the widgets: a neuron, and a kernel on a picture. */
import type { Activation } from "./types";

export const ACTIVATIONS: Readonly<Record<Activation, (sum: number) => number>> = {
  linear: (sum) => sum,
  relu: (sum) => Math.max(0, sum),
  sigmoid: (sum) => 1 / (1 + Math.exp(-sum)),
  tanh: Math.tanh,
};

/** What a neuron adds up: each input times its weight, and the bias. */
export function weightedSum(values: readonly number[], weights: readonly number[], bias: number): number {
  return values.reduce((sum, value, place) => sum + value * (weights[place] ?? 0), bias);
}

/** A number as it is read in a sum: at most three digits behind the point, and a minus that is one. */
export function said(value: number): string {
  const short = Number(value.toFixed(3));
  return String(Object.is(short, -0) ? 0 : short).replace("-", "−");
}

/** The sum written out: 0.5 · 3 + 1 · 2 − 1 = 2.5 */
export function sumText(values: readonly number[], weights: readonly number[], bias: number): string {
  const products = values.map((value, place) => `${factor(weights[place] ?? 0)} · ${factor(value)}`);
  const sign = bias < 0 ? "−" : "+";
  return `${products.join(" + ")} ${sign} ${said(Math.abs(bias))} = ${said(weightedSum(values, weights, bias))}`;
}

function factor(value: number): string {
  return value < 0 ? `(${said(value)})` : said(value);
}

export type Rows = readonly (readonly number[])[];

/** The nine products at a place of the picture: kernel times pixel, row by row. */
export function productsAt(picture: Rows, kernel: Rows, row: number, column: number): number[] {
  return kernel.flatMap((line, down) =>
    line.map((weight, along) => weight * (picture[row + down]?.[column + along] ?? 0)),
  );
}

/** What the kernel makes of the picture, at each place where it lies on it as a whole. */
export function convolve(picture: Rows, kernel: Rows, rectified: boolean): number[][] {
  const size = kernel.length;
  return picture.slice(0, picture.length - size + 1).map((line, row) =>
    line.slice(0, line.length - size + 1).map((_, column) => {
      const sum = productsAt(picture, kernel, row, column).reduce((all, one) => all + one, 0);
      return rectified ? Math.max(0, sum) : sum;
    }),
  );
}
