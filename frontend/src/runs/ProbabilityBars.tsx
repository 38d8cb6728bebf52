import { numberText, percentText } from "./numbers";
import classes from "./runs.module.css";
import { areProbabilities, likeliest, type Share } from "./shares";

interface ProbabilityBarsProps {
  shares: readonly Share[];
  /** Only so many, likeliest first; without it every class in its own order. */
  most?: number;
  truth?: string;
}

/** How sure a model is of each class. */
export function ProbabilityBars({ shares, most, truth }: ProbabilityBarsProps) {
  const probable = areProbabilities(shares);
  const top = Math.max(...shares.map((share) => share.value));
  const longest = probable ? 1 : Math.max(...shares.map((share) => Math.abs(share.value)), 1e-9);
  const shown = most === undefined ? shares : likeliest(shares, most);
  return (
    <ul className={classes.bars}>
      {shown.map((share) => (
        <li
          key={share.label}
          data-top={share.value === top || undefined}
          data-true={share.label === truth || undefined}
        >
          <span className={classes.barName}>{share.label}</span>
          <span className={classes.barTrack}>
            <span className={classes.barFill} style={{ width: `${(Math.max(0, share.value) / longest) * 100}%` }} />
          </span>
          <span className={classes.barValue}>{probable ? percentText(share.value) : numberText(share.value)}</span>
        </li>
      ))}
    </ul>
  );
}
