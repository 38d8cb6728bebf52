import { Button, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { isRight } from "./answers";
import classes from "./guide.module.css";
import { Markdown } from "./Markdown";
import type { Question } from "./types";

type Props = { question: Question; given: string; onAnswer: (given: string) => void };

/** A question of a lesson, to be answered by choosing or typing. */
export function QuestionCard({ question, given, onAnswer }: Props) {
  return (
    <Stack gap="xs" className={classes.question} component="section" aria-label="Question">
      <Markdown text={question.ask} />
      {(question.choices ?? []).length > 0 ? (
        <Choices question={question} given={given} onAnswer={onAnswer} />
      ) : (
        <Typed given={given} onAnswer={onAnswer} />
      )}
      <div role="status">{given !== "" && <Told question={question} given={given} />}</div>
    </Stack>
  );
}

function Choices({ question, given, onAnswer }: Props) {
  return (
    <Radio.Group value={given} onChange={onAnswer} aria-label={question.ask}>
      <Stack gap={6}>
        {question.choices?.map(({ text }) => (
          <Radio key={text} size="xs" value={text} label={text} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function Typed({ given, onAnswer }: Omit<Props, "question">) {
  const [typed, setTyped] = useState(given);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(typed.trim());
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          size="xs"
          aria-label="Your answer"
          placeholder="Your answer"
          value={typed}
          maxLength={300}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" flex="none">
          Check
        </Button>
      </Group>
    </form>
  );
}

function Told({ question, given }: Omit<Props, "onAnswer">) {
  if (isRight(question, given)) {
    return (
      <Group gap={6} className={classes.done}>
        <IconCircleCheck size={18} aria-hidden />
        <Text size="sm">That is right.</Text>
      </Group>
    );
  }
  return <Text size="sm">Not yet. {question.hint}</Text>;
}
