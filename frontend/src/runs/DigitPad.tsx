import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { IconEraser } from "@tabler/icons-react";
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { PixelImage } from "@/datasets/PixelImage";
import { pixelsFromValues } from "@/datasets/pixels";
import { digitise, emptyRows, isEmpty, shrink } from "./padImage";
import classes from "./runs.module.css";

const SIZE = 280;
const PEN = 22;

interface DigitPadProps {
  width: number;
  height: number;
  title: string;
  /** What is shown to the network now, drawn or taken from a sample. */
  rows: number[][] | null;
  /** Null when the pad is empty. */
  onChange: (rows: number[][] | null) => void;
}

/** A pad to draw on with mouse, pen or finger; each stroke is told as the small picture the network reads. */
export function DigitPad({ width, height, title, rows, onChange }: DigitPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<readonly [number, number] | null>(null);
  const frame = useRef<number | null>(null);
  const drawn = useRef(new WeakSet<number[][]>());
  const [centred, setCentred] = useState(true);
  const shown = rows ?? emptyRows(width, height);
  const seen = useMemo(() => pixelsFromValues(shown.flat(), [height, width]), [shown, height, width]);
  useEffect(() => () => void (frame.current !== null && cancelAnimationFrame(frame.current)), []);

  // A sample taken from the data set wipes the pad, so that pad and picture never show two things.
  useEffect(() => {
    if (rows !== null && !drawn.current.has(rows)) penOf(canvas.current)?.clearRect(0, 0, SIZE, SIZE);
  }, [rows]);

  const read = (scaled: boolean) => {
    frame.current = null;
    const ink = canvas.current && inkOf(canvas.current);
    if (!ink) return;
    const small = (scaled ? digitise : shrink)(ink, width, height);
    if (isEmpty(small)) return;
    drawn.current.add(small);
    onChange(small);
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = penOf(canvas.current);
    const place = placeOf(event);
    if (!pen || last.current === null) return;
    stroke(pen, last.current, place);
    last.current = place;
    frame.current ??= requestAnimationFrame(() => read(centred));
  };
  const start = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = placeOf(event);
    draw(event);
  };
  const clear = () => {
    penOf(canvas.current)?.clearRect(0, 0, SIZE, SIZE);
    onChange(null);
  };

  return (
    <Group align="flex-start" gap="md">
      <Stack gap="xs">
        <canvas
          ref={canvas}
          width={SIZE}
          height={SIZE}
          className={classes.pad}
          role="img"
          aria-label={`${title}: a pad to draw on`}
          onPointerDown={start}
          onPointerMove={draw}
          onPointerUp={() => {
            last.current = null;
          }}
          onPointerCancel={() => {
            last.current = null;
          }}
        />
        <Button leftSection={<IconEraser size={16} />} onClick={clear}>
          Clear
        </Button>
      </Stack>
      <Stack gap="xs" maw={180}>
        <Text size="sm">What the network sees</Text>
        {seen && <PixelImage pixels={seen} size={112} alt="The picture as the network reads it" />}
        <Switch
          label="Scale and centre"
          description="Puts what is drawn in the middle, as large as the samples are."
          checked={centred}
          onChange={(event) => {
            setCentred(event.currentTarget.checked);
            read(event.currentTarget.checked);
          }}
        />
      </Stack>
    </Group>
  );
}

function penOf(canvas: HTMLCanvasElement | null) {
  return canvas?.getContext("2d", { willReadFrequently: true }) ?? null;
}

function placeOf(event: PointerEvent<HTMLCanvasElement>): readonly [number, number] {
  const box = event.currentTarget.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * SIZE, ((event.clientY - box.top) / box.height) * SIZE];
}

function stroke(pen: CanvasRenderingContext2D, from: readonly [number, number], to: readonly [number, number]): void {
  pen.strokeStyle = "#fff";
  pen.lineWidth = PEN;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(from[0], from[1]);
  pen.lineTo(to[0], to[1]);
  pen.stroke();
}

function inkOf(canvas: HTMLCanvasElement) {
  const pixels = penOf(canvas)?.getImageData(0, 0, SIZE, SIZE).data;
  return (
    pixels && {
      width: SIZE,
      height: SIZE,
      values: Float32Array.from({ length: SIZE * SIZE }, (_, at) => (pixels[at * 4 + 3] ?? 0) / 255),
    }
  );
}
