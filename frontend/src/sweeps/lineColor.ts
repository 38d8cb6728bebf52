import { css, heatColor } from "@/runs/eyes/colors";
import type { Scheme } from "@/runs/lineStyles";

/** The part of the map that can be seen on the ground of a theme. */
const PART: Record<Scheme, readonly [number, number]> = { light: [0, 0.84], dark: [0.42, 1] };

/** The colour of a line by the share of its objective, 0 to 1; the same to colour-blind eyes. */
export function lineColor(share: number, scheme: Scheme): string {
  const [from, to] = PART[scheme];
  return css(heatColor(from + share * (to - from)));
}
