import { ActionIcon, Anchor, Button, Group, Menu, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconCircle, IconCircleCheck, IconDoorExit, IconDots, IconFocus2 } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { Link } from "react-router";
import { queryClient } from "@/app/session";
import { tell } from "@/app/tell";
import { useDialogs } from "@/editor/dialogs";
import { runsQuery } from "@/runs/queries";
import { isRight, questionsOf } from "./answers";
import { type Facts, judge, meant } from "./conditions";
import { GuidePanel } from "./GuidePanel";
import classes from "./guide.module.css";
import { KernelWidget } from "./KernelWidget";
import { Markdown } from "./Markdown";
import { NeuronWidget } from "./NeuronWidget";
import { QuestionCard } from "./QuestionCard";
import { keepingKey, keepProgress, leaveLesson, lessonQuery } from "./queries";
import { type Page, placeOf } from "./targets";
import type { Lesson, OpenLesson, Part, Progress, Step, Target } from "./types";
import { useFacts } from "./useFacts";
import { useHighlight } from "./useHighlight";

/** The lesson that a network was begun with, beside the network and beside its runs; nothing where it was begun without. */
export function LessonGuide({ network, run = null }: { network: string; run?: string | null }) {
  const { data: opened } = useQuery(lessonQuery(network));
  return opened?.lesson ? (
    <Guided key={network} network={network} run={run} lesson={opened.lesson} progress={complete(opened.progress)} />
  ) : null;
}

function complete({ step = 0, passed = [], answers = {} }: OpenLesson["progress"]): Progress {
  return { step, passed, answers };
}

/** Changes progress at once on the page, and sends it; one change after the other. */
function useProgress(network: string): (change: (now: Progress) => Progress) => void {
  const { mutate } = useMutation({
    mutationKey: keepingKey(network),
    mutationFn: (progress: Progress) => keepProgress(network, progress),
    scope: { id: `lesson ${network}` },
    onError: tell("Your place in the lesson was not kept"),
  });
  return useCallback(
    (change) => {
      const { queryKey } = lessonQuery(network);
      const known = queryClient.getQueryData(queryKey);
      if (!known) return;
      void queryClient.cancelQueries({ queryKey }); // what is on its way knows nothing of this change
      const progress = change(complete(known.progress));
      queryClient.setQueryData(queryKey, { ...known, progress });
      mutate(progress);
    },
    [network, mutate],
  );
}

/** Below this width settings, guide and palette leave the canvas too little room. */
const ROOMY = 1280;

/** Makes room for the canvas beside a guide that opens. */
function useRoom(isOnNetwork: boolean): void {
  // Before the step opens what it points at, which may be the settings.
  useLayoutEffect(() => {
    if (isOnNetwork && window.innerWidth < ROOMY) useDialogs.setState({ hasInspector: false });
  }, [isOnNetwork]);
}

type GuidedProps = { network: string; run: string | null; lesson: Lesson; progress: Progress };

function Guided({ network, run, lesson, progress }: GuidedProps) {
  const facts = useFacts(network, run);
  useRoom(run === null);
  const change = useProgress(network);
  const place = Math.min(progress.step, lesson.steps.length - 1);
  const step = lesson.steps[place];
  const isPassed = progress.passed.includes(place);
  const isDone = step !== undefined && holds(step, place, facts, progress);
  useEffect(() => {
    if (isDone && !isPassed) change((now) => ({ ...now, passed: [...new Set([...now.passed, place])] }));
  }, [isDone, isPassed, place, change]);
  const hasMoved = useRef(false);
  const go = (to: number) => {
    hasMoved.current = true;
    change((now) => ({ ...now, step: to }));
  };
  if (!step) return null;
  return (
    <GuidePanel
      network={network}
      kind="Lesson"
      title={lesson.title}
      menu={<LessonMenu network={network} title={lesson.title} />}
      about={<Steps lesson={lesson} progress={progress} place={place} onGo={go} />}
      footer={<Foot lesson={lesson} place={place} isPassed={isPassed} progress={progress} onGo={go} />}
    >
      <StepView
        key={place}
        network={network}
        run={run}
        step={step}
        place={place}
        facts={facts}
        isPassed={isPassed}
        hasMoved={hasMoved}
        answers={progress.answers}
        onAnswer={(name, given) => change((now) => ({ ...now, answers: { ...now.answers, [name]: given } }))}
      />
    </GuidePanel>
  );
}

/** What can be done with the lesson as a whole. */
function LessonMenu({ network, title }: { network: string; title: string }) {
  const leave = useMutation({
    mutationFn: () => leaveLesson(network),
    onSuccess: () =>
      notifications.show({ message: `You left “${title}”. Open it on the home page, and it goes on from here.` }),
    onError: tell("The lesson was not left"),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label="More about this lesson" loading={leave.isPending}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconDoorExit size={16} />} onClick={() => leave.mutate()}>
          Leave this lesson
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whether everything that a step checks and asks is done; a step with nothing of either is done by reading it. */
function holds(step: Step, place: number, facts: Facts, { answers }: Progress): boolean {
  return (
    (step.checks ?? []).every((check) => judge(check, facts).met) &&
    questionsOf(step, place).every(({ name, question }) => isRight(question, answers[name] ?? ""))
  );
}

type StepsProps = { lesson: Lesson; progress: Progress; place: number; onGo: (step: number) => void };

function Steps({ lesson, progress, place, onGo }: StepsProps) {
  return (
    <ol className={classes.steps} aria-label="Steps">
      {lesson.steps.map((step, number) => {
        const isPassed = progress.passed.includes(number);
        return (
          <li key={step.title}>
            <UnstyledButton
              className={classes.step}
              data-passed={isPassed || undefined}
              aria-current={number === place ? "step" : undefined}
              aria-label={`Step ${number + 1}: ${step.title}${isPassed ? ", done" : ""}`}
              title={step.title}
              onClick={() => onGo(number)}
            >
              {isPassed ? <IconCheck size={15} aria-hidden /> : number + 1}
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}

function Foot({ lesson, place, isPassed, progress, onGo }: StepsProps & { isPassed: boolean }) {
  const isLast = place === lesson.steps.length - 1;
  const open = lesson.steps.findIndex((_, number) => !progress.passed.includes(number));
  return (
    <Group justify="space-between" wrap="nowrap">
      <Button size="xs" disabled={place === 0} onClick={() => onGo(place - 1)}>
        Back
      </Button>
      {!isLast && (
        <Button size="xs" variant={isPassed ? "filled" : "default"} onClick={() => onGo(place + 1)}>
          {isPassed ? "Next" : "Skip"}
        </Button>
      )}
      {isLast && open >= 0 && open !== place && (
        <Button size="xs" onClick={() => onGo(open)}>
          To step {open + 1}, which is open
        </Button>
      )}
      {isLast && open === -1 && (
        <Button size="xs" variant="filled" component={Link} to="/">
          Choose another lesson
        </Button>
      )}
    </Group>
  );
}

type StepViewProps = {
  network: string;
  run: string | null;
  step: Step;
  place: number;
  facts: Facts;
  isPassed: boolean;
  /** Whether one came here by a step before: then its title takes the keyboard, and is read out. */
  hasMoved: RefObject<boolean>;
  answers: Progress["answers"];
  onAnswer: (name: string, given: string) => void;
};

function StepView({ network, run, step, place, facts, isPassed, hasMoved, answers, onAnswer }: StepViewProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const page: Page = run === null ? "network" : "run";
  useEffect(() => {
    if (hasMoved.current) title.current?.focus();
  }, [hasMoved]);
  const names = new Map(questionsOf(step, place).map(({ name, question }) => [question, name]));
  return (
    <Stack gap="md">
      <Title order={3} size="h5" ref={title} tabIndex={-1} className={classes.title}>
        {step.title}
      </Title>
      {step.parts.map((part, number) => (
        <PartView
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a step never change their order
          key={number}
          part={part}
          network={network}
          facts={facts}
          given={part.kind === "question" ? (answers[names.get(part) ?? ""] ?? "") : ""}
          onAnswer={(given) => part.kind === "question" && onAnswer(names.get(part) ?? "", given)}
        />
      ))}
      {step.show && <Pointer target={step.show} page={page} network={network} />}
      <Checks step={step} facts={facts} isPassed={isPassed} />
      <div role="status">{isPassed && <Text className={classes.done}>This step is done.</Text>}</div>
    </Stack>
  );
}

type PartProps = { part: Part; network: string; facts: Facts; given: string; onAnswer: (given: string) => void };

function PartView({ part, network, facts, given, onAnswer }: PartProps) {
  const { data: runs } = useQuery(runsQuery(network));
  switch (part.kind) {
    case "text":
      return <Markdown text={part.text} heading={4} />;
    case "question":
      return <QuestionCard question={part} given={given} onAnswer={onAnswer} />;
    case "kernel":
      return <KernelWidget part={part} />;
    case "neuron": {
      const trained = facts.trained;
      const node = trained && part.node ? (meant(trained, part.node)[0]?.id ?? null) : null;
      return <NeuronWidget part={part} run={runs?.find((run) => run.has_model)?.id ?? null} node={node} />;
    }
  }
}

/** Says what is pointed at, and brings it into view; on another page, the way there. */
function Pointer({ target, page, network }: { target: Target; page: Page; network: string }) {
  const show = useHighlight(target, page);
  const { data: runs } = useQuery(runsQuery(network));
  useEffect(show, [show]);
  const where = placeOf(target).page;
  if (where !== page) {
    const newest = runs?.[0];
    return (
      <Text size="sm">
        {where === "network" ? (
          <Anchor component={Link} to={`/networks/${network}`} underline="always">
            Go to the network
          </Anchor>
        ) : newest ? (
          <Anchor component={Link} to={`/runs/${newest.id}`} underline="always">
            Go to the newest run
          </Anchor>
        ) : (
          "Start a run"
        )}{" "}
        to see {target.text}.
      </Text>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        size="compact-sm"
        flex="none"
        leftSection={<IconFocus2 size={15} />}
        aria-label={`Show me ${target.text}`}
        onClick={show}
      >
        Show me
      </Button>
      <Text size="sm">{target.text}</Text>
    </Group>
  );
}

function Checks({ step, facts, isPassed }: { step: Step; facts: Facts; isPassed: boolean }) {
  if (!step.checks?.length) return null;
  return (
    <ul className={classes.checks} aria-label="What is checked">
      {step.checks.map((check) => {
        const { met, now } = judge(check, facts);
        return (
          <li key={check.text} className={classes.check}>
            {met ? (
              <IconCircleCheck size={18} className={classes.done} aria-label="Done:" />
            ) : (
              <IconCircle size={18} aria-label="Open:" />
            )}
            <span>
              {check.text}{" "}
              {!met && !isPassed && now && (
                <Text span size="xs" c="dimmed">
                  ({now})
                </Text>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
