import { useComputedColorScheme } from "@mantine/core";
import { INK } from "../lineStyles";
import { css, inkOn, shareColor } from "./colors";
import { Frame } from "./Frame";
import { matrixSummary } from "./matrix";
import type { JudgedClasses } from "./types";

const LARGEST = 46;
const READABLE = 17; // pixels of a cell in which a number still fits
const LETTER = 6.2;
const LONGEST = 14;

/** True classes down, predicted ones across; the stronger the colour of a cell, the larger its share of the true class. */
export function ConfusionMatrix({ judged, width }: { judged: JudgedClasses; width: number }) {
  const scheme = useComputedColorScheme("light");
  const { text, grid } = INK[scheme];
  const names = judged.classes.map(shortened);
  const room = Math.max(...names.map((name) => name.length)) * LETTER + 10;
  const left = 22 + room;
  const cell = Math.min(LARGEST, (width - left - 8) / names.length);
  const isSlanted = room - 10 > cell;
  const bottom = isSlanted ? room * 0.75 + 34 : 40;
  const side = cell * names.length;
  const height = side + bottom + 8;
  return (
    <Frame
      width={width}
      height={height}
      fontSize={Math.min(11, Math.max(7, cell * 0.8))}
      label={`Confusion matrix. ${matrixSummary(judged)}`}
    >
      <g transform={`translate(${left} 8)`}>
        {judged.matrix.map((row, truth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row a class, in the order of the classes
          <Row key={truth} row={row} names={judged.classes} truth={truth} cell={cell} grid={grid} />
        ))}
        {names.map((name, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shortened names may be the same
          <g key={place} fill={text}>
            <title>{judged.classes[place]}</title>
            <text x={-6} y={(place + 0.5) * cell + 4} textAnchor="end">
              {name}
            </text>
            <text
              transform={`translate(${(place + 0.5) * cell + (isSlanted ? 4 : 0)} ${side + (isSlanted ? 10 : 15)})${isSlanted ? " rotate(-45)" : ""}`}
              textAnchor={isSlanted ? "end" : "middle"}
            >
              {name}
            </text>
          </g>
        ))}
        <text x={side / 2} y={side + bottom - 6} textAnchor="middle" fill={text} fontSize={11}>
          Predicted {judged.title.toLowerCase()}
        </text>
        <text
          transform={`translate(${12 - left} ${side / 2}) rotate(-90)`}
          textAnchor="middle"
          fill={text}
          fontSize={11}
        >
          True {judged.title.toLowerCase()}
        </text>
      </g>
    </Frame>
  );
}

/** A name beside the matrix; whole ones stand in what is read out over it. */
function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}

interface RowProps {
  row: readonly number[];
  /** Whole ones. */
  names: readonly string[];
  truth: number;
  cell: number;
  grid: string;
}

function Row({ row, names, truth, cell, grid }: RowProps) {
  const scheme = useComputedColorScheme("light");
  const all = row.reduce((sum, count) => sum + count, 0);
  return row.map((count, said) => {
    const color = shareColor(all === 0 ? 0 : count / all, scheme);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a column a class, in the order of the classes
      <g key={said} transform={`translate(${said * cell} ${truth * cell})`}>
        <title>{`${names[truth]} taken for ${names[said]}: ${count} of ${all}`}</title>
        <rect width={cell} height={cell} fill={css(color)} stroke={grid} strokeWidth={truth === said ? 2 : 1} />
        {cell >= READABLE && count > 0 && (
          <text x={cell / 2} y={cell / 2 + 4} textAnchor="middle" fill={inkOn(color)}>
            {count}
          </text>
        )}
      </g>
    );
  });
}
