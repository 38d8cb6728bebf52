import { useComputedColorScheme } from "@mantine/core";
import { INK, lineStyle } from "../lineStyles";
import { Chart } from "./Chart";
import { Frame } from "./Frame";
import type { OutputCurves } from "./types";

interface ClassCurvesProps {
  output: OutputCurves;
  kind: "roc" | "precision_recall";
  width: number;
}

const HEIGHT = 320;
const ROW = 18;
const COLUMN = 170;

/** One line a class, against all others; the legend says how good each is. */
export function ClassCurves({ output, kind, width }: ClassCurvesProps) {
  const scheme = useComputedColorScheme("light");
  const { text } = INK[scheme];
  const isRoc = kind === "roc";
  const columns = Math.max(1, Math.floor(width / COLUMN));
  const height = HEIGHT + Math.ceil(output.curves.length / columns) * ROW + 8;
  const scores = output.curves.map((curve) => (isRoc ? curve.area : curve.average_precision));
  const [x, y] = isRoc ? ["False positive rate", "True positive rate"] : ["Recall", "Precision"];
  return (
    <Frame
      width={width}
      height={height}
      fontSize={11}
      label={`${isRoc ? "ROC curves" : "Precision against recall"} of ${output.curves.map((curve, place) => `${curve.name} ${scores[place]?.toFixed(3)}`).join(", ")}`}
    >
      <Chart width={width} height={HEIGHT} x={{ title: x, range: [0, 1] }} y={{ title: y, range: [0, 1.02] }} label="">
        {(across, up) => (
          <>
            {isRoc && <line x1={across(0)} y1={up(0)} x2={across(1)} y2={up(1)} stroke={text} strokeDasharray="3 5" />}
            {output.curves.map((curve, place) => {
              const { color, dash } = lineStyle(place, scheme);
              return (
                <polyline
                  key={curve.name}
                  points={curve[kind].map(([a = 0, b = 0]) => `${across(a)},${up(b)}`).join(" ")}
                  fill="none"
                  stroke={color}
                  strokeWidth={1.8}
                  strokeDasharray={dash.join(" ")}
                />
              );
            })}
          </>
        )}
      </Chart>
      {output.curves.map((curve, place) => {
        const { color, dash } = lineStyle(place, scheme);
        const top = HEIGHT + 10 + Math.floor(place / columns) * ROW;
        return (
          <g key={curve.name} transform={`translate(${14 + (place % columns) * (width / columns)} ${top})`}>
            <line x2={22} stroke={color} strokeWidth={1.8} strokeDasharray={dash.join(" ")} />
            <text x={28} y={4} fill={text}>
              {`${curve.name} (${isRoc ? "area" : "mean"} ${scores[place]?.toFixed(3)})`}
            </text>
          </g>
        );
      })}
    </Frame>
  );
}
