import { ACTIVATIONS, said, weightedSum } from "./arithmetic";
import classes from "./guide.module.css";
import type { Activation } from "./types";

type Props = {
  inputs: readonly string[];
  values: readonly number[];
  weights: readonly number[];
  bias: number;
  activation: Activation;
};

const GAP = 42;
const PLOT = { left: 214, size: 76 };
const REACH = 6;

/** The neuron as a picture: its wires as thick as their weights, broken where these are negative, and where the sum lies on the activation's curve. */
export function NeuronDrawing({ inputs, values, weights, bias, activation }: Props) {
  const height = Math.max(110, inputs.length * GAP + 20);
  const middle = height / 2;
  const sum = weightedSum(values, weights, bias);
  const y = (place: number) => middle + (place - (inputs.length - 1) / 2) * GAP;
  return (
    <svg viewBox={`0 0 300 ${height}`} className={classes.drawing} aria-hidden>
      {inputs.map((name, place) => (
        <g key={name}>
          <line
            x1={44}
            y1={y(place)}
            x2={132}
            y2={middle}
            className={(weights[place] ?? 0) < 0 ? classes.negative : classes.positive}
            strokeWidth={Math.min(9, 0.6 + 1.6 * Math.abs(weights[place] ?? 0))}
          />
          <circle cx={26} cy={y(place)} r={18} className={classes.round} />
          <text x={26} y={y(place) + 4} textAnchor="middle">
            {said(values[place] ?? 0)}
          </text>
        </g>
      ))}
      <line x1={150} y1={middle} x2={PLOT.left} y2={middle} className={classes.line} />
      <circle cx={146} cy={middle} r={26} className={classes.round} />
      <text x={146} y={middle + 4} textAnchor="middle">
        {said(Number(sum.toFixed(2)))}
      </text>
      <Curve activation={activation} sum={sum} top={middle - PLOT.size / 2} />
    </svg>
  );
}

function Curve({ activation, sum, top }: { activation: Activation; sum: number; top: number }) {
  const bend = ACTIVATIONS[activation];
  const high = activation === "sigmoid" || activation === "tanh" ? 1.3 : REACH;
  const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));
  const x = (value: number) => PLOT.left + ((clamp(value, REACH) + REACH) / (2 * REACH)) * PLOT.size;
  const y = (value: number) => top + (1 - (clamp(value, high) + high) / (2 * high)) * PLOT.size;
  const points = Array.from({ length: 49 }, (_, place) => (place / 48) * 2 * REACH - REACH);
  return (
    <g>
      <line x1={PLOT.left} x2={PLOT.left + PLOT.size} y1={y(0)} y2={y(0)} className={classes.axis} />
      <line x1={x(0)} x2={x(0)} y1={top} y2={top + PLOT.size} className={classes.axis} />
      <polyline
        points={points.map((at) => `${x(at)},${y(bend(at))}`).join(" ")}
        className={classes.line}
        strokeWidth={1.5}
      />
      <circle cx={x(sum)} cy={y(bend(sum))} r={5} className={classes.dot} />
    </g>
  );
}
