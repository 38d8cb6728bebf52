import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from "react";
import uPlot from "uplot";
import type { Mark } from "./marks";
import { type Line, plotOptions, type Zoom } from "./plotOptions";
import { align, type Series } from "./series";

export interface CurvePlotHandle {
  canvas: () => HTMLCanvasElement | null;
}

interface CurvePlotProps {
  lines: readonly Line[];
  /** The lines' numbers as they stand now; asked for again whenever `watch` calls. */
  read: () => Series[];
  watch: (listener: () => void) => () => void;
  summary: string;
  xTitle: string;
  logarithmic: boolean;
  sync: string;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  /** Called with the place under the pointer and the values there, or null when the pointer leaves. */
  onHover: (x: number | null, values: (number | null | undefined)[]) => void;
  height?: number;
  /** Notes along the chart. */
  marks?: () => readonly Mark[];
  ref?: Ref<CurvePlotHandle>;
}

/** Curves on a canvas. New numbers go straight to uPlot; React draws only the frame around it. */
export function CurvePlot({
  lines,
  read,
  watch,
  summary,
  xTitle,
  logarithmic,
  sync,
  zoom,
  height = 260,
  ...props
}: CurvePlotProps) {
  const scheme = useComputedColorScheme("light");
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const zoomNow = useRef(zoom);
  const readNow = useEffectEvent(() => align(read()) as uPlot.AlignedData);
  const onZoom = useEffectEvent(props.onZoom);
  const onCursor = useEffectEvent((made: uPlot) => tellHover(made, props.onHover));
  const marks = useEffectEvent(() => props.marks?.() ?? []);
  const look = JSON.stringify(lines);

  useImperativeHandle(props.ref, () => ({ canvas: () => plot.current?.ctx.canvas ?? null }), []);

  useEffect(() => {
    const room = box.current;
    if (room === null) return;
    const options = plotOptions({
      width: room.clientWidth,
      height,
      lines: JSON.parse(look) as Line[],
      scheme,
      xTitle,
      logarithmic,
      sync,
      zoom: () => zoomNow.current,
      onZoom: (next) => onZoom(next),
      onCursor: (made) => onCursor(made),
      marks: () => marks(),
    });
    const made = new uPlot(options, readNow(), room);
    plot.current = made;
    const leave = watch(() => made.setData(readNow()));
    const sizes = new ResizeObserver(() => made.setSize({ width: room.clientWidth, height }));
    sizes.observe(room);
    return () => {
      leave();
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [height, look, scheme, xTitle, logarithmic, sync, watch]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `read` (another axis, other smoothing) gives other numbers.
  useEffect(() => {
    zoomNow.current = zoom;
    plot.current?.setData(readNow());
  }, [zoom, read]);

  return <div ref={box} role="img" aria-label={summary} style={{ height, width: "100%" }} />;
}

function tellHover(plot: uPlot, onHover: CurvePlotProps["onHover"]): void {
  const { left, idx, idxs } = plot.cursor;
  if (left === undefined || left < 0 || idx === null || idx === undefined) {
    onHover(null, []);
    return;
  }
  const values = plot.data.slice(1).map((column, place) => {
    const at = idxs?.[place + 1];
    return at === null || at === undefined ? undefined : column[at];
  });
  onHover(plot.data[0]?.[idx] ?? null, values);
}
