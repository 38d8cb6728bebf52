import {
  Alert,
  Button,
  Card,
  Collapse,
  Grid,
  Group,
  Loader,
  NativeSelect,
  Stack,
  Switch,
  Text,
  Title,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertCircle, IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { sentenceOf } from "@/api/client";
import { formatBytes } from "@/graph/format";
import { useFocusOnce } from "@/importing/useFocusOnce";
import type { Dataset } from "../queries";
import { ArraysTable } from "./ArraysTable";
import { ColumnsTable } from "./ColumnsTable";
import { Faults } from "./Faults";
import { FirstRows } from "./FirstRows";
import { KeepForm } from "./KeepForm";
import { LinesFound } from "./LinesFound";
import { KINDS, MISSING, SAMPLES } from "./names";
import classes from "./own.module.css";
import { ImageForm, PicturesFound } from "./PicturesFound";
import type { Inspection, Kind, Recipe } from "./queries";
import { ReadingForm } from "./ReadingForm";
import { Section } from "./Section";
import { SplitForm } from "./SplitForm";
import { TargetForm } from "./TargetForm";
import { TextsFound } from "./TextsFound";
import { type Draft, useDraft } from "./useDraft";
import { WindowForm } from "./WindowForm";

interface PreviewProps {
  upload: string;
  onBack: () => void;
  onKept: (dataset: Dataset) => void;
}

/** A file before anything of it is kept: what is in it, what is wrong with it, what is made of it. */
export function Preview({ upload, onBack, onKept }: PreviewProps) {
  const draft = useDraft(upload);
  if (draft.error && !draft.inspection) return <Unread error={draft.error} onBack={onBack} />;
  if (!draft.inspection) return <Reading />;
  return <Found draft={draft} inspection={draft.inspection} upload={upload} onBack={onBack} onKept={onKept} />;
}

function Reading() {
  return (
    <Stack gap="xs" align="center" py="xl" role="status">
      <Loader />
      <Text>Looking at the file</Text>
      <Text size="sm" c="dimmed">
        The first file takes longer, while what reads it is started.
      </Text>
    </Stack>
  );
}

function Unread({ error, onBack }: { error: unknown; onBack: () => void }) {
  return (
    <Stack gap="md" align="flex-start">
      <Alert color="orange" icon={<IconAlertCircle size={18} />} title="Nothing can be made of this file" w="100%">
        {sentenceOf(error)}
      </Alert>
      <Button onClick={onBack}>Choose another file</Button>
    </Stack>
  );
}

interface FoundProps extends PreviewProps {
  draft: Draft;
  inspection: Inspection;
}

function Found({ draft, inspection, upload, onBack, onKept }: FoundProps) {
  const { recipe, edit } = draft;
  const heading = useFocusOnce<HTMLHeadingElement>();
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" gap="sm">
        <div style={{ flex: "1 1 260px" }}>
          <Title order={2} size="h4" ref={heading} tabIndex={-1} className={`${classes.heading} ${classes.file}`}>
            {inspection.name}
          </Title>
          <Text size="sm" c="dimmed">
            {summaryOf(inspection)}
          </Text>
        </div>
        <Group gap="sm">
          <KindSelect kind={inspection.kind} onKind={draft.setKind} />
          <Button size="xs" onClick={onBack}>
            Another file
          </Button>
        </Group>
      </Group>
      {draft.error !== null && (
        <Alert color="orange" icon={<IconAlertCircle size={18} />} title="It cannot be read like this">
          {sentenceOf(draft.error)}
        </Alert>
      )}
      <Faults inspection={inspection} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            <What draft={draft} inspection={inspection} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            {recipe && <Choices inspection={inspection} recipe={recipe} onRecipe={edit} />}
            <Section title="Keep it">
              <KeepForm
                upload={upload}
                inspection={inspection}
                recipe={recipe}
                isCurrent={draft.isCurrent}
                onKept={onKept}
              />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function summaryOf({ kind, samples, looked_at, bytes, columns }: Inspection): string {
  const [one, several] = SAMPLES[kind];
  const parts = [
    `${samples.toLocaleString("en")} ${samples === 1 ? one : several}`,
    ...(columns.length > 0 ? [`${columns.length.toLocaleString("en")} columns`] : []),
    formatBytes(bytes),
    ...(looked_at < samples ? [`what is said of it is of the first ${looked_at.toLocaleString("en")}`] : []),
  ];
  return parts.join(" · ");
}

/** Kinds that the same file may be taken as. */
const ALIKE: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  table: ["table", "series"],
  series: ["table", "series"],
};

function KindSelect({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  const alike = ALIKE[kind];
  if (!alike) return null;
  return (
    <NativeSelect
      size="xs"
      label="It is"
      data={alike.map((value) => ({ value, label: KINDS[value] }))}
      value={kind}
      onChange={(event) => onKind(event.currentTarget.value as Kind)}
    />
  );
}

/** What is in the file. */
function What({ draft, inspection }: { draft: Draft; inspection: Inspection }) {
  const { recipe, edit } = draft;
  if (inspection.kind === "images") return <PicturesFound inspection={inspection} />;
  if (inspection.kind === "text") return <TextsFound inspection={inspection} onReading={draft.setReading} />;
  if (inspection.kind === "arrays")
    return (
      <Section title="Arrays">
        <ArraysTable inspection={inspection} recipe={recipe} onRecipe={edit} />
      </Section>
    );
  return (
    <>
      {inspection.kind === "series" && (
        <Section title="Over time">
          <LinesFound inspection={inspection} recipe={recipe} />
        </Section>
      )}
      <Section title="Columns">
        <ColumnsTable
          inspection={inspection}
          recipe={recipe}
          corrected={draft.corrected}
          onType={draft.setType}
          onRecipe={edit}
        />
      </Section>
      {inspection.reading && (
        <HowRead>
          <ReadingForm reading={inspection.reading} onReading={draft.setReading} />
        </HowRead>
      )}
      <Section title="First rows">
        <FirstRows inspection={inspection} />
      </Section>
    </>
  );
}

function HowRead({ children }: { children: React.ReactNode }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Card withBorder p="xs">
      <Button
        variant="subtle"
        size="xs"
        w="fit-content"
        leftSection={<Icon size={15} />}
        onClick={toggle}
        aria-expanded={isOpen}
      >
        How the file is read
      </Button>
      <Collapse expanded={isOpen}>
        <div style={{ padding: "8px 10px" }}>{children}</div>
      </Collapse>
    </Card>
  );
}

interface ChoicesProps {
  inspection: Inspection;
  recipe: Recipe;
  onRecipe: (recipe: Recipe) => void;
}

/** What is made of the file. */
function Choices({ inspection, recipe, onRecipe }: ChoicesProps) {
  const hasMissing = inspection.columns.some((column) => column.missing > 0);
  return (
    <>
      {inspection.columns.length > 0 && (
        <Section title="What is learned">
          <TargetForm inspection={inspection} recipe={recipe} onRecipe={onRecipe} />
        </Section>
      )}
      {recipe.window && (
        <Section title="Windows">
          <WindowForm window={recipe.window} onWindow={(window) => onRecipe({ ...recipe, window })} />
        </Section>
      )}
      {recipe.image && (
        <Section title="Size and colour">
          <ImageForm inspection={inspection} image={recipe.image} onImage={(image) => onRecipe({ ...recipe, image })} />
        </Section>
      )}
      {hasMissing && (
        <Section title="Missing values">
          <NativeSelect
            size="xs"
            label="Where a number is missing"
            data={Object.entries(MISSING).map(([value, label]) => ({ value, label }))}
            value={recipe.missing}
            onChange={(event) => onRecipe({ ...recipe, missing: event.currentTarget.value as Recipe["missing"] })}
          />
        </Section>
      )}
      {inspection.columns.length > 0 && (
        <Section title="Numbers">
          <Switch
            size="xs"
            label="Standardise them when the file is read"
            description="By the part to train with. A Normalization layer does it within the network instead."
            checked={recipe.standardise}
            onChange={(event) => onRecipe({ ...recipe, standardise: event.currentTarget.checked })}
          />
        </Section>
      )}
      <Section title="Held out to test with">
        <SplitForm inspection={inspection} recipe={recipe} onRecipe={onRecipe} />
      </Section>
    </>
  );
}
