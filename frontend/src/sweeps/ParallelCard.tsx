import { PictureCard } from "@/runs/eyes/PictureCard";
import { ParallelPlot, type ParallelProps } from "./ParallelPlot";
import classes from "./sweeps.module.css";
import { numbersOf } from "./trials";

const LEAST = 104; // pixels for each axis

/** All trials in one picture: a line each, through what it set to what came of it. */
export function ParallelCard({ file, ...props }: ParallelProps & { file: string }) {
  return (
    <PictureCard
      title="Parallel coordinates"
      hint="A line is a trial: it goes through the values that were set to what came of them. Drag along an axis to keep only the lines that go through there."
      file={`${file}, parallel coordinates`}
      numbers={() => numbersOf(props.sweep)}
    >
      {(width) => {
        const whole = Math.max(width, props.axes.length * LEAST);
        return (
          <div
            className={classes.scroll}
            {...(whole > width
              ? { tabIndex: 0, role: "group", "aria-label": "Parallel coordinates, scrolls sideways" }
              : {})}
          >
            <ParallelPlot {...props} width={whole} />
          </div>
        );
      }}
    </PictureCard>
  );
}
