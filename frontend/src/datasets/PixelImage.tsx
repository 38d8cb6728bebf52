import { useEffect, useRef } from "react";
import classes from "./datasets.module.css";
import type { Pixels } from "./pixels";

interface PixelImageProps {
  pixels: Pixels;
  /** On screen, in CSS pixels along the longer side. */
  size: number;
  /** What a screen reader says; empty where the words beside it say it already. */
  alt: string;
}

/** A small picture, its pixels kept square and sharp. */
export function PixelImage({ pixels, size, alt }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0);
  }, [pixels]);
  const scale = size / Math.max(pixels.width, pixels.height);
  const style = { width: pixels.width * scale, height: pixels.height * scale };
  const spoken = alt === "" ? { "aria-hidden": true } : { role: "img", "aria-label": alt };
  return (
    <canvas
      ref={canvas}
      width={pixels.width}
      height={pixels.height}
      className={classes.pixels}
      style={style}
      {...spoken}
    />
  );
}
