import { ActionIcon, Tooltip } from "@mantine/core";
import { IconVersions } from "@tabler/icons-react";
import { type ReactNode, useContext, useEffect, useMemo, useRef } from "react";
import { markInside } from "@/graph/markInside";
import { useEditor } from "@/graph/store";
import { canMark, fieldAt, firstSpan, type Place } from "@/graph/sweep";
import { sweepProblem } from "@/graph/sweepProblems";
import type { Param } from "@/graph/types";
import classes from "./Inspector.module.css";
import { MarkedField } from "./MarkedField";
import { keepFocus, takeFocus } from "./markFocus";
import { BeforeMark, useWithin } from "./markScope";
import { type Option, optionsOf } from "./markValues";

type Props = {
  param: Param;
  /** The value that is drawn; undefined where it stands at its default. */
  value: unknown;
  /** What it can be, where its kind does not say it. */
  options?: readonly Option[];
  children: ReactNode;
};

function MarkButton({ param, value, place, options }: Omit<Props, "children"> & { place: Place }) {
  const label = `Try several values of ${param.name}`;
  const button = useRef<HTMLButtonElement>(null);
  const prepare = useContext(BeforeMark);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is shown
  useEffect(() => takeFocus(place, button.current), []);
  const take = () => {
    keepFocus(place);
    const { catalog, edit } = useEditor.getState();
    const choices = (options ?? optionsOf(param, catalog) ?? []).map((option) => option.value);
    edit(label, (document) => markInside(prepare(document), catalog, place, firstSpan(param, value, choices)));
  };
  return (
    <Tooltip label="Try several values" position="left">
      <ActionIcon ref={button} size={18} className={classes.markButton} aria-label={label} onClick={take}>
        <IconVersions size={13} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

/** A field with a button that marks it to be searched; once it is marked, what is tried stands in its place. */
export function Markable({ param, value, options, children }: Props) {
  const place = useWithin(canMark(param) ? param.name : null);
  const field = useEditor((state) => (place ? fieldAt(state.document, place) : undefined));
  const problem = useEditor((state) => (field ? sweepProblem(state, field) : null));
  const catalog = useEditor((state) => state.catalog);
  const isReading = useEditor((state) => state.author !== null);
  const choices = useMemo(() => options ?? optionsOf(param, catalog), [options, param, catalog]);
  if (!place) return children;
  if (field) return <MarkedField param={param} field={field} value={value} options={choices} problem={problem} />;
  return (
    <div className={classes.markable}>
      {children}
      {!isReading && <MarkButton param={param} value={value} place={place} {...(options ? { options } : {})} />}
    </div>
  );
}
