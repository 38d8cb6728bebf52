import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import classes from "./home.module.css";
import { type Template, templatesQuery } from "./queries";

const STEPS = [
  {
    title: "Draw",
    text: "Put layers on the canvas and wire them. Every wire shows the shape that flows through it, and what is wrong is said at once.",
  },
  { title: "Train", text: "Choose a data set, press Train, and watch the curves grow while the network learns." },
  { title: "Take it with you", text: "Try the trained network, then download it, or the Python script that makes it." },
];

interface EmptyHomeProps {
  onOpen: (template: Template) => void;
  onNew: () => void;
  opening: string | null;
}

/** What a newcomer sees: three steps, and a first network that trains in ten seconds. */
export function EmptyHome({ onOpen, onNew, opening }: EmptyHomeProps) {
  const { data: templates } = useQuery(templatesQuery);
  const first = templates?.[0];
  return (
    <Paper withBorder p="xl" component="section" aria-label="First steps">
      <Stack gap="lg">
        <Title order={2} size="h3">
          Draw a network, train it, take it with you
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xl" component="ol" className={classes.steps}>
          {STEPS.map((step) => (
            <li key={step.title}>
              <Text fw={600}>{step.title}</Text>
              <Text size="sm">{step.text}</Text>
            </li>
          ))}
        </SimpleGrid>
        <Group gap="sm">
          {first && (
            <Button
              variant="filled"
              onClick={() => onOpen(first)}
              loading={opening === first.name}
              className={classes.long}
            >
              Open {first.title}, which trains in ten seconds
            </Button>
          )}
          <Button onClick={onNew} loading={opening === ""}>
            Begin with an empty canvas
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
