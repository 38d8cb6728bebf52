import { Button, Group, Slider, Stack, Switch, Text } from "@mantine/core";
import { type PointerEvent, useState } from "react";
import { convolve, productsAt, type Rows, said } from "./arithmetic";
import classes from "./guide.module.css";
import { NumberField } from "./NumberField";
import type { Kernel } from "./types";

const KERNELS: readonly { name: string; kernel: Rows }[] = [
  {
    name: "Upright edges",
    kernel: [
      [-1, 0, 1],
      [-1, 0, 1],
      [-1, 0, 1],
    ],
  },
  {
    name: "Level edges",
    kernel: [
      [-1, -1, -1],
      [0, 0, 0],
      [1, 1, 1],
    ],
  },
  {
    name: "Blur",
    kernel: [
      [0.1, 0.1, 0.1],
      [0.1, 0.2, 0.1],
      [0.1, 0.1, 0.1],
    ],
  },
  {
    name: "Sharpen",
    kernel: [
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ],
  },
];
const WHITE = 9;

type At = { row: number; column: number };

function Picture({
  rows,
  at,
  onDraw,
}: {
  rows: Rows;
  at: At;
  onDraw: (row: number, column: number, isFirst: boolean) => void;
}) {
  const draw = (event: PointerEvent<SVGSVGElement>, isFirst: boolean) => {
    const box = event.currentTarget.getBoundingClientRect();
    const width = rows[0]?.length ?? 1;
    const column = Math.floor(((event.clientX - box.x) / box.width) * width);
    const row = Math.floor(((event.clientY - box.y) / box.height) * rows.length);
    if (rows[row]?.[column] !== undefined) onDraw(row, column, isFirst);
  };
  return (
    <svg
      viewBox={`0 0 ${rows[0]?.length ?? 1} ${rows.length}`}
      className={classes.drawing}
      role="img"
      aria-label={`The picture. The kernel lies at row ${at.row + 1}, column ${at.column + 1}.`}
      onPointerDown={(event) => draw(event, true)}
      onPointerMove={(event) => event.buttons === 1 && draw(event, false)}
    >
      {rows.map((line, row) =>
        line.map((value, column) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a pixel is its place
            key={`${row} ${column}`}
            x={column}
            y={row}
            width={1}
            height={1}
            className={classes.pixel}
            fill={`hsl(0 0% ${(value / WHITE) * 100}%)`}
          />
        )),
      )}
      <rect x={at.column} y={at.row} width={3} height={3} className={classes.frame} />
    </svg>
  );
}

function Result({ rows, at, onChoose }: { rows: Rows; at: At; onChoose: (at: At) => void }) {
  const most = Math.max(1e-9, ...rows.flat().map(Math.abs));
  return (
    <svg
      viewBox={`0 0 ${rows[0]?.length ?? 1} ${rows.length}`}
      className={`${classes.drawing} ${classes.results}`}
      role="img"
      aria-label="What the kernel makes of it"
    >
      {rows.map((line, row) =>
        line.map((value, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pixel is its place
          <g key={`${row} ${column}`} onPointerDown={() => onChoose({ row, column })}>
            <rect
              x={column}
              y={row}
              width={1}
              height={1}
              className={`${classes.pixel} ${value < 0 ? classes.below : classes.above}`}
              fillOpacity={(0.75 * Math.abs(value)) / most}
            />
            <text x={column + 0.5} y={row + 0.5}>
              {said(Number(value.toFixed(1)))}
            </text>
          </g>
        )),
      )}
      <rect x={at.column} y={at.row} width={1} height={1} className={classes.frame} />
    </svg>
  );
}

function Numbers({ kernel, onChange }: { kernel: Rows; onChange: (kernel: Rows) => void }) {
  return (
    <div className={classes.kernel}>
      {kernel.map((line, row) =>
        line.map((value, column) => (
          <NumberField
            // biome-ignore lint/suspicious/noArrayIndexKey: a number is its place
            key={`${row} ${column}`}
            hideControls
            aria-label={`Kernel, row ${row + 1}, column ${column + 1}`}
            value={value}
            step={1}
            onChange={(typed) => onChange(kernel.with(row, line.with(column, typed)))}
          />
        )),
      )}
    </div>
  );
}

function Sum({ picture, kernel, at, rectified }: { picture: Rows; kernel: Rows; at: At; rectified: boolean }) {
  const products = productsAt(picture, kernel, at.row, at.column);
  const sum = products.reduce((all, one) => all + one, 0);
  const terms = kernel.flatMap((line, down) =>
    line.map(
      (weight, along) =>
        `${weight < 0 ? `(${said(weight)})` : said(weight)}·${picture[at.row + down]?.[at.column + along] ?? 0}`,
    ),
  );
  return (
    <output className={classes.sum} aria-live="polite">
      {terms.join(" + ")} = {said(sum)}
      {rectified && sum < 0 && ", which ReLU makes 0"}
    </output>
  );
}

/** A kernel on its walk over a picture; both are changed, and what comes out is worked out and drawn at once. */
export function KernelWidget({ part }: { part: Kernel }) {
  const [picture, setPicture] = useState<Rows>(() => part.picture.map((row) => [...row].map(Number)));
  const [kernel, setKernel] = useState<Rows>(part.kernel);
  const [rectified, setRectified] = useState(part.rectified ?? false);
  const [at, setAt] = useState<At>({ row: 2, column: 1 });
  const [pen, setPen] = useState(WHITE);
  const found = convolve(picture, kernel, rectified);
  const paint = (row: number, column: number, value: number) =>
    setPicture((now) => now.with(row, (now[row] ?? []).with(column, value)));
  const draw = (row: number, column: number, isFirst: boolean) => {
    const value = isFirst ? ((picture[row]?.[column] ?? 0) > 0 ? 0 : WHITE) : pen;
    if (isFirst) setPen(value);
    paint(row, column, value);
  };
  return (
    <Stack gap="xs" className={classes.widget} component="section" aria-label="A kernel to play with">
      <div className={classes.pictures}>
        <div>
          <Text size="xs">Picture: draw into it</Text>
          <Picture rows={picture} at={at} onDraw={draw} />
        </div>
        <div>
          <Text size="xs">What comes out</Text>
          <Result rows={found} at={at} onChoose={setAt} />
        </div>
      </div>
      <Text size="xs">Where the kernel lies: row, then column</Text>
      <Slider
        size="sm"
        label={null}
        thumbLabel="Row of the kernel"
        min={1}
        max={found.length}
        value={at.row + 1}
        onChange={(row) => setAt({ ...at, row: row - 1 })}
      />
      <Slider
        size="sm"
        label={null}
        thumbLabel="Column of the kernel"
        min={1}
        max={found[0]?.length ?? 1}
        value={at.column + 1}
        onChange={(column) => setAt({ ...at, column: column - 1 })}
      />
      <Sum picture={picture} kernel={kernel} at={at} rectified={rectified} />
      <Group gap="md" align="flex-start" wrap="nowrap">
        <Numbers kernel={kernel} onChange={setKernel} />
        <Stack gap={4}>
          <Switch
            size="xs"
            label="ReLU"
            checked={rectified}
            onChange={(event) => setRectified(event.currentTarget.checked)}
          />
          <Button
            size="compact-xs"
            aria-label="Draw a pixel where the middle of the kernel lies, or take it away"
            onClick={() => draw(at.row + 1, at.column + 1, true)}
          >
            Draw here
          </Button>
        </Stack>
      </Group>
      <Group gap={4}>
        {KERNELS.map(({ name, kernel: one }) => (
          <Button key={name} size="compact-xs" onClick={() => setKernel(one)}>
            {name}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
