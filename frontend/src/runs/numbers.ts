import type { Value } from "./columns";

/** A number as it is read out: 0.9731, 12.4, 1.2e-7; a dash where there is none. */
export function numberText(value: Value): string {
  if (value === undefined) {
    return "–";
  }
  if (value === null || !Number.isFinite(value)) {
    return "not finite";
  }
  const size = Math.abs(value);
  if (value === 0 || Number.isInteger(value)) {
    return size < 1e9 ? value.toLocaleString("en") : value.toExponential(2);
  }
  if (size < 1e-4 || size >= 1e6) {
    return value.toExponential(2);
  }
  return size < 1 ? value.toFixed(4) : String(Number(value.toPrecision(5)));
}

/** A measured number, without zeros that nobody measured: 0.2, 1,509, 0.1162. */
export function measuredText(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) >= 1e6 ? numberText(rounded) : rounded.toLocaleString("en", { maximumSignificantDigits: 4 });
}

/** A share as percent: 97.3 %. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${percent >= 99.95 || percent < 0.05 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/** Seconds in words: "8 s", "3 min 20 s", "1 h 5 min". */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return minutes < 10 && whole % 60 > 0 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  }
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "val_sparse_categorical_accuracy" as words: "Validation sparse categorical accuracy". */
export function metricTitle(name: string): string {
  const words = name.replace(/^val_/, "validation ").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
