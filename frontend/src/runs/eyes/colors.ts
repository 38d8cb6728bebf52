import type { Scheme } from "../lineStyles";

type Rgb = readonly [number, number, number];

/** From the page's own ground to a full blue: shares, where nothing is nothing. */
const SHARES: Record<Scheme, readonly Rgb[]> = {
  light: [
    [255, 255, 255],
    [168, 203, 232],
    [57, 136, 203],
    [15, 76, 122],
  ],
  dark: [
    [36, 36, 36],
    [21, 74, 112],
    [43, 128, 201],
    [168, 214, 245],
  ],
};

/** From dark blue over grey to yellow, after cividis: its lightness grows steadily, and it is the same to colour-blind eyes. */
const HEAT: readonly Rgb[] = [
  [0, 34, 78],
  [53, 69, 108],
  [102, 105, 112],
  [148, 142, 119],
  [200, 184, 102],
  [254, 232, 56],
];

/** A share between 0 and 1. */
export function shareColor(share: number, scheme: Scheme): Rgb {
  return between(SHARES[scheme], share);
}

/** A number between 0 (low) and 1 (high). */
export function heatColor(share: number): Rgb {
  return between(HEAT, share);
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red},${green},${blue})`;
}

/** Black or white, whichever is read better on a colour. */
export function inkOn([red, green, blue]: Rgb): string {
  return red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? "#111111" : "#ffffff";
}

function between(stops: readonly Rgb[], share: number): Rgb {
  const place = Math.min(1, Math.max(0, share || 0)) * (stops.length - 1);
  const at = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[at] as Rgb, stops[at + 1] as Rgb];
  const mix = (one: 0 | 1 | 2) => Math.round(from[one] + (to[one] - from[one]) * (place - at));
  return [mix(0), mix(1), mix(2)];
}
