import { Text } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleDashed, IconCircleXFilled } from "@tabler/icons-react";
import classes from "./assignments.module.css";
import { pointText } from "./standing";
import type { RuleResult } from "./types";

const SIGNS = {
  true: { icon: IconCircleCheckFilled, word: "Met", name: "met" },
  false: { icon: IconCircleXFilled, word: "Not met", name: "unmet" },
  null: { icon: IconCircleDashed, word: "Not known yet", name: "open" },
} as const;

function CheckLine({ result, isLive }: { result: RuleResult; isLive: boolean }) {
  const { icon: Icon, word, name } = SIGNS[`${result.passed}`];
  const said =
    isLive && result.needs_training ? "Checked after you hand in, on samples that you do not see." : result.said;
  return (
    <li className={classes.check} data-check={name}>
      <Icon size={18} role="img" aria-label={word} className={classes.sign} />
      <div>
        <Text size="sm">{result.title}</Text>
        {said && (
          <Text size="xs" c="dimmed">
            {said}
          </Text>
        )}
      </div>
      {result.of > 0 && (
        <Text size="xs" className={classes.points}>
          {isLive || result.passed === null
            ? pointText(result.of)
            : `${pointText(result.points)} / ${pointText(result.of)}`}
        </Text>
      )}
    </li>
  );
}

type Props = { results: readonly RuleResult[]; label: string; isLive?: boolean };

/** Rules, each with whether it is met and its points; while it `isLive`, only with what they are worth. */
export function Checks({ results, label, isLive = false }: Props) {
  return (
    <ul className={classes.checks} aria-label={label}>
      {results.map((result) => (
        <CheckLine key={result.rule} result={result} isLive={isLive} />
      ))}
    </ul>
  );
}
