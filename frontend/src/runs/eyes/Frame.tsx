import type { ReactNode } from "react";

interface FrameProps {
  width: number;
  height: number;
  /** What a screen reader says of it; empty where it is part of a larger picture. */
  label: string;
  fontSize?: number;
  children: ReactNode;
}

/** The ground of every picture that is drawn as SVG. What is within says its colours itself: it is saved as it is. */
export function Frame({ width, height, label, fontSize = 10, children }: FrameProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a label, or is hidden within a picture that has one
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      {...(label === "" ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
      fontFamily="system-ui, sans-serif"
      fontSize={fontSize}
    >
      {children}
    </svg>
  );
}
