import { Collapse, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useContext, useMemo, useState } from "react";
import { useEditor } from "@/graph/store";
import { fieldsOf, type Place, samePlace } from "@/graph/sweep";
import type { Param } from "@/graph/types";
import { NestedForm, type ParamFormProps } from "./field";
import classes from "./Inspector.module.css";
import { MarkScope } from "./markScope";
import { ParamField } from "./ParamField";

function Fields({ params, config, onChange, problems, wired }: Omit<ParamFormProps, "isFlat">) {
  return params.map((param) => (
    <div key={param.name} data-param={param.name}>
      <ParamField
        param={param}
        value={config[param.name]}
        wired={wired?.[param.name]}
        onChange={(value) => onChange(param.name, value)}
        problem={problems?.some((found) => found.param === param.name && found.severity !== "warning") || null}
      />
    </div>
  ));
}

const NO_WIRES: Readonly<Record<string, string>> = {};

/** The names of those arguments here that are marked to be searched, parted by blanks. */
function useMarked(scope: Place | null): string {
  return useEditor((state) => {
    if (scope === null) return "";
    const here = fieldsOf(state.document).filter(({ path, ...field }) =>
      samePlace({ ...field, path: path.slice(0, -1) }, scope),
    );
    return here.map(({ path }) => path.at(-1)).join(" ");
  });
}

/** The arguments of a class as a form: those that matter first, the rest under "More". */
export function ParamForm({
  params,
  config,
  onChange,
  problems = [],
  wired = NO_WIRES,
  isFlat = false,
}: ParamFormProps) {
  const [isOpen, setOpen] = useState(() => useEditor.getState().author !== null);
  const marked = useMarked(useContext(MarkScope));
  const [common, rest] = useMemo(() => {
    const names = new Set(marked.split(" "));
    const isFirst = (param: Param) =>
      isFlat || param.required || param.common || param.name in wired || names.has(param.name);
    return [params.filter(isFirst), params.filter((param) => !isFirst(param))];
  }, [params, isFlat, wired, marked]);
  const set = rest.filter((param) => config[param.name] !== undefined).length;
  return (
    <NestedForm value={ParamForm}>
      <Stack gap={10}>
        <Fields params={common} config={config} onChange={onChange} problems={problems} wired={wired} />
        {rest.length > 0 && (
          <div>
            <UnstyledButton className={classes.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-more>
              <IconChevronRight size={14} aria-hidden />
              More
              <Text span size="xs" c="dimmed">
                {set > 0 ? `${rest.length}, ${set} changed` : rest.length}
              </Text>
            </UnstyledButton>
            <Collapse expanded={isOpen}>
              <Stack gap={10} pt={8}>
                {isOpen && (
                  <Fields params={rest} config={config} onChange={onChange} problems={problems} wired={wired} />
                )}
              </Stack>
            </Collapse>
          </div>
        )}
      </Stack>
    </NestedForm>
  );
}
