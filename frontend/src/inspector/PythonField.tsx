import { Text } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import type { Words } from "@/dock/codeEditor";
import type { Fault } from "@/dock/useTyped";
import { useEditor } from "@/graph/store";
import type { FieldProps } from "./field";
import classes from "./Inspector.module.css";
import { ParamLabel } from "./ParamLabel";
import { faultsOf } from "./pythonFaults";

const CodeView = lazy(() => import("@/dock/CodeView").then((module) => ({ default: module.CodeView })));

const WORDS: Words = { label: "The class of the layer", empty: "class Scaled(layers.Layer):" };
const NO_FAULTS: readonly Fault[] = [];
const nothing = () => undefined;

/** The lines of the class that cannot be read, as the node's problems name them. */
function useFaults(): readonly Fault[] {
  const problems = useEditor((state) => (state.active === null ? undefined : state.sceneProblems.get(state.active)));
  return useMemo(() => (problems ? faultsOf(problems) : NO_FAULTS), [problems]);
}

/** Why no new ones can be made here; empty where the owner has switched them on. */
function useOff(): string {
  return useEditor(
    (state) => Object.values(state.catalog.layers).find((layer) => layer.kind === "python")?.unavailable ?? "",
  );
}

/** The text of a Python layer's class. */
export function PythonField({ param, value, onChange, problem }: FieldProps) {
  const faults = useFaults();
  const off = useOff();
  const isRead = useEditor((state) => state.author !== null);
  return (
    <div>
      <ParamLabel param={param} isSet={value !== undefined} />
      <div className={classes.code} data-faulty={problem !== null || undefined}>
        <Suspense>
          <CodeView
            code={typeof value === "string" ? value : ""}
            lines={null}
            faults={faults}
            onType={onChange}
            onLine={nothing}
            onLeave={nothing}
            words={WORDS}
            isRead={isRead}
          />
        </Suspense>
      </div>
      <Text size="xs" mt={4}>
        {off
          ? `${off} The network opens and saves, and is not trained here.`
          : "This runs on the server's training worker, and nowhere else. The owner of the server has allowed it."}
      </Text>
    </div>
  );
}
