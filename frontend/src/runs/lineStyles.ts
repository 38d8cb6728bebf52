/** Colours of lines that colour-blind people can tell apart (after Okabe and Ito), deep enough for each background. */
const COLORS = {
  light: ["#0072b2", "#c04a00", "#00795a", "#9b4f7f", "#8a6a00", "#3d3d3d"],
  dark: ["#56b4e9", "#f5a65b", "#35c9a0", "#e3a2c7", "#f0e442", "#d9d9d9"],
} as const;

/** Colour never stands alone: each line of a picture has its own dash as well. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 4, 2, 4], [5, 3], [14, 4]];

export type Scheme = keyof typeof COLORS;

export interface LineStyle {
  color: string;
  dash: number[];
}

/** The look of line number `place` of several, in turn. */
export function lineStyle(place: number, scheme: Scheme): LineStyle {
  const colors = COLORS[scheme];
  return {
    color: colors[place % colors.length] as string,
    dash: [...(DASHES[place % DASHES.length] as readonly number[])],
  };
}

/** What axes, grid and text of a picture are drawn in. */
export const INK: Record<Scheme, { text: string; grid: string; back: string }> = {
  light: { text: "#495057", grid: "#e9ecef", back: "#ffffff" },
  dark: { text: "#c9c9c9", grid: "#3b3b3b", back: "#242424" },
};
