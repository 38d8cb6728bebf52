import { ActionIcon, Badge, Center, Loader, Tabs, Tooltip } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { type DockTab, useDialogs } from "@/editor/dialogs";
import { useEditor } from "@/graph/store";
import { RunsList } from "@/runs/RunsList";
import { OnlyRead } from "@/sharing/OnlyRead";
import classes from "./Dock.module.css";
import { ProblemsTab } from "./ProblemsTab";
import { Resizer } from "./Resizer";
import { TrainingTab } from "./TrainingTab";

const CodeTab = lazy(() => import("./CodeTab").then((module) => ({ default: module.CodeTab })));

const HEIGHT = 230;

function ProblemCount() {
  const errors = useEditor(
    (state) => [...state.problems.values()].flat().filter((problem) => problem.severity !== "warning").length,
  );
  const all = useEditor((state) => [...state.problems.values()].flat().length);
  if (all === 0) return null;
  return (
    <Badge size="sm" circle={all < 10} color={errors ? "red.8" : "yellow.9"} variant="filled">
      {all}
    </Badge>
  );
}

function isTab(value: string | null): value is DockTab {
  return value === "problems" || value === "code" || value === "training" || value === "runs";
}

function Fold() {
  const tab = useDialogs((dialogs) => dialogs.tab);
  const showTab = useDialogs((dialogs) => dialogs.showTab);
  const label = tab ? "Fold the dock" : "Unfold the dock";
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-expanded={tab !== null}
        onClick={() => showTab(tab ? null : "problems")}
        my="auto"
        mr={8}
      >
        {tab ? <IconChevronDown size={17} /> : <IconChevronUp size={17} />}
      </ActionIcon>
    </Tooltip>
  );
}

const LOADING = (
  <Center h={120}>
    <Loader size="sm" role="status" aria-label="Loading" />
  </Center>
);

/** Problems, code, training and runs, below the canvas. */
export function Dock({ networkId }: { networkId: string }) {
  const tab = useDialogs((dialogs) => dialogs.tab);
  const showTab = useDialogs((dialogs) => dialogs.showTab);
  const [height, setHeight] = useLocalStorage({
    key: "layerloom:dock",
    defaultValue: HEIGHT,
    getInitialValueInEffect: false,
  });
  return (
    <section className={classes.dock} aria-label="Dock">
      {tab && <Resizer height={height} onHeight={setHeight} />}
      <Tabs
        value={tab}
        onChange={(value) => showTab(isTab(value) ? value : null)}
        keepMounted={false}
        allowTabDeactivation
      >
        <div className={classes.bar}>
          <Tabs.List className={classes.tabs}>
            <Tabs.Tab value="problems" data-guide="dock problems" rightSection={<ProblemCount />}>
              Problems
            </Tabs.Tab>
            <Tabs.Tab value="code" data-guide="dock code">
              Code
            </Tabs.Tab>
            <Tabs.Tab value="training" data-guide="dock training">
              Training
            </Tabs.Tab>
            <Tabs.Tab value="runs" data-guide="dock runs">
              Runs
            </Tabs.Tab>
          </Tabs.List>
          <Fold />
        </div>
        {tab && (
          <div className={classes.body} style={{ height }}>
            <Tabs.Panel value="problems" className={classes.padded}>
              <ProblemsTab />
            </Tabs.Panel>
            <Tabs.Panel value="code" h="100%">
              <Suspense fallback={LOADING}>
                <CodeTab />
              </Suspense>
            </Tabs.Panel>
            <Tabs.Panel value="training" className={classes.padded}>
              <OnlyRead>
                <TrainingTab />
              </OnlyRead>
            </Tabs.Panel>
            <Tabs.Panel value="runs" className={classes.padded}>
              <RunsList networkId={networkId} />
            </Tabs.Panel>
          </div>
        )}
      </Tabs>
    </section>
  );
}
