import { useComputedColorScheme } from "@mantine/core";
import { Chart } from "@/runs/eyes/Chart";
import { PictureCard } from "@/runs/eyes/PictureCard";
import { extentOf } from "@/runs/eyes/scale";
import { lineStyle } from "@/runs/lineStyles";
import { numberText } from "@/runs/numbers";
import { bestSoFar } from "./trials";
import type { Sweep } from "./types";

const HEIGHT = 220;

/** What each trial came to, and the best of all until then. */
export function BestCurve({ sweep, file }: { sweep: Sweep; file: string }) {
  const scheme = useComputedColorScheme("light");
  const steps = bestSoFar(sweep);
  if (steps.length < 2) return null;
  const measured = sweep.trials.filter(({ number }) => steps.some((step) => step.number === number));
  const [low, high] = extentOf(measured.map(({ objective }) => objective));
  const edge = (high - low) * 0.04;
  const { color } = lineStyle(0, scheme);
  const [first, last] = [steps[0], steps.at(-1)];
  return (
    <PictureCard
      title="The best so far"
      hint="A dot is a trial; the line is the best of all until then."
      file={`${file}, best so far`}
      numbers={() => ({
        head: ["trial", sweep.objective, "best so far"],
        rows: steps.map(({ number, best }) => [
          number,
          measured.find((trial) => trial.number === number)?.objective ?? null,
          best,
        ]),
      })}
    >
      {(width) => (
        <Chart
          width={width}
          height={HEIGHT}
          x={{
            title: "Trial",
            isWhole: true,
            range: [first?.number ?? 1, Math.max(last?.number ?? 2, (first?.number ?? 1) + 1)],
          }}
          y={{ title: sweep.objective, range: [low - edge, high + edge] }}
          label={`The best ${sweep.objective} went from ${numberText(first?.best)} to ${numberText(last?.best)} over ${steps.length} trials.`}
        >
          {(x, y) => (
            <>
              <path
                d={steps
                  .map(({ number, best }, at) => (at === 0 ? `M${x(number)},${y(best)}` : `H${x(number)}V${y(best)}`))
                  .join("")}
                fill="none"
                stroke={color}
                strokeWidth={2}
              />
              {measured.map(({ number, objective }) => (
                <circle key={number} cx={x(number)} cy={y(objective ?? 0)} r={3.5} fill={color} />
              ))}
            </>
          )}
        </Chart>
      )}
    </PictureCard>
  );
}
