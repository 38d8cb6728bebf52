import { Tooltip } from "@mantine/core";
import type { Param } from "@/graph/types";
import classes from "./Inspector.module.css";

/** A parameter's name; its help on hover. Those who listen hear it with the field. */
export function ParamLabel({ param, isSet }: { param: Param; isSet: boolean }) {
  const name = (
    <span className={classes.paramLabel} data-set={isSet || undefined}>
      {param.name}
    </span>
  );
  return param.help ? (
    <Tooltip label={param.help} position="left" maw={320}>
      {name}
    </Tooltip>
  ) : (
    name
  );
}
