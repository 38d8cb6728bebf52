import { type History, RATE } from "./history";
import { lineStyle, type Scheme } from "./lineStyles";
import { metricTitle, numberText } from "./numbers";
import type { Line } from "./plotOptions";
import { type Axis, lastOf, positive, type Series, seriesOf, smooth } from "./series";

export interface ChartSettings {
  axis: Axis;
  /** Weight of the past, from 0 to below 1. */
  smoothing: number;
  logarithmic: boolean;
}

/** The lines of a metric's chart, in drawing order. */
export function metricLines(scheme: Scheme, metric: string): Line[] {
  const training = lineStyle(0, scheme);
  const validation = lineStyle(1, scheme);
  if (metric === RATE) {
    return [{ label: metricTitle(RATE), color: training.color, dash: [], width: 2, dots: false }];
  }
  return [
    { label: "Training, by batch", color: `${training.color}a0`, dash: [], width: 1, dots: false },
    { label: "Training", color: training.color, dash: [], width: 2, dots: true },
    { label: "Validation", color: validation.color, dash: validation.dash, width: 2, dots: true },
  ];
}

/** The numbers of those lines. */
export function metricSeries(history: History, metric: string, settings: ChartSettings): Series[] {
  const kinds = metric === RATE ? (["points"] as const) : (["points", "epochs", "validation"] as const);
  return kinds.map((kind) => {
    const line = seriesOf(history, metric, kind, settings.axis);
    const y = metric === RATE ? line.y : smooth(line.y, settings.smoothing);
    return { x: line.x, y: settings.logarithmic ? positive(y) : y };
  });
}

/** What a chart shows, in a sentence for those who cannot see it. */
export function metricSummary(history: History, metric: string): string {
  const title = metricTitle(metric);
  if (metric === RATE) return `${title}: now ${numberText(history.rate)}.`;
  const training = lastOf(history.epochs.values.get(metric) ?? history.points.values.get(metric) ?? []);
  if (training === null) return `${title}: no numbers yet.`;
  const epochs = history.epochs.length;
  const after = epochs === 0 ? "in the first epoch" : `after ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
  const validation = lastOf(history.epochs.values.get(`val_${metric}`) ?? []);
  const held = validation === null ? "" : `, validation ${numberText(validation)}`;
  return `${title} ${after}: training ${numberText(training)}${held}. The table below holds every number.`;
}
