import { ActionIcon, Divider, Group, Text, Tooltip } from "@mantine/core";
import {
  type Icon,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBinaryTree2,
  IconClipboardText,
  IconFileImport,
  IconKeyboard,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
} from "@tabler/icons-react";
import { HeaderContent } from "@/app/shell";
import { useEditor } from "@/graph/store";
import { useImporting } from "@/importing/importing";
import { ShareButton } from "@/sharing/ShareButton";
import { arrange } from "./commands";
import { useDialogs } from "./dialogs";
import classes from "./Editor.module.css";
import { ExportMenu } from "./ExportMenu";
import { NameField } from "./NameField";
import { SaveStatus } from "./SaveStatus";
import { TrainButton } from "./TrainButton";

type ToolProps = {
  label: string;
  icon: Icon;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
  /** Hidden in a narrow window, and in one that is not wide. */
  isSpare?: boolean;
  isRare?: boolean;
  /** By which a lesson points at it. */
  guide?: string;
};

function Tool({ label, icon: Icon, onClick, disabled = false, pressed, isSpare, isRare, guide }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="lg"
        className={isRare ? classes.rare : isSpare ? classes.spare : undefined}
        aria-label={label}
        aria-pressed={pressed}
        data-guide={guide}
        onClick={onClick}
        disabled={disabled}
      >
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

function HistoryTools() {
  const past = useEditor((state) => state.past.at(-1)?.label);
  const future = useEditor((state) => state.future[0]?.label);
  const { undo, redo } = useEditor.getState();
  return (
    <Group gap={0} wrap="nowrap">
      <Tool
        label={past ? `Undo: ${past}` : "Undo"}
        icon={IconArrowBackUp}
        onClick={undo}
        disabled={!past}
        guide="undo"
      />
      <Tool
        label={future ? `Redo: ${future}` : "Redo"}
        icon={IconArrowForwardUp}
        onClick={redo}
        disabled={!future}
        isSpare
      />
      <Tool label="Arrange the network (L)" icon={IconBinaryTree2} onClick={() => void arrange()} isRare />
    </Group>
  );
}

type PanelToolsProps = { guide: string | null; isReading?: boolean };

function PanelTools({ guide, isReading = false }: PanelToolsProps) {
  const { hasPalette, hasInspector, hasGuide, togglePalette, toggleInspector, showGuide, open } = useDialogs();
  return (
    <Group gap={0} wrap="nowrap">
      {!isReading && (
        <Tool
          label={hasPalette ? "Hide the layers" : "Show the layers"}
          icon={IconLayoutSidebar}
          onClick={togglePalette}
          pressed={hasPalette}
        />
      )}
      <Tool
        label={hasInspector ? "Hide the settings" : "Show the settings"}
        icon={IconLayoutSidebarRight}
        onClick={toggleInspector}
        pressed={hasInspector}
      />
      {guide && (
        <Tool
          label={`${hasGuide ? "Hide" : "Show"} the ${guide}`}
          icon={IconClipboardText}
          onClick={() => showGuide(!hasGuide)}
          pressed={hasGuide}
        />
      )}
      {!isReading && (
        <Tool
          label="Import a file or code"
          icon={IconFileImport}
          onClick={() => useImporting.getState().open()}
          isRare
        />
      )}
      <Tool label="Keyboard shortcuts (?)" icon={IconKeyboard} onClick={() => open("shortcuts")} isRare />
    </Group>
  );
}

/** The same for a network that is only looked at. */
function ReadersBar({ guide }: { guide: string | null }) {
  const name = useEditor((state) => state.document.name);
  return (
    <HeaderContent>
      <div className={classes.bar}>
        <Divider orientation="vertical" my={6} className={classes.rule} />
        <Text size="sm" fw={600} truncate className={classes.name}>
          {name}
        </Text>
        <div className={classes.gap} />
        <PanelTools guide={guide} isReading />
        <ExportMenu />
      </div>
    </HeaderContent>
  );
}

/** The editor's part of the top bar. */
export function TopBar({ networkId, guide }: { networkId: string; guide: string | null }) {
  const isReading = useEditor((state) => state.author !== null);
  if (isReading) return <ReadersBar guide={guide} />;
  return (
    <HeaderContent>
      <div className={classes.bar}>
        <Divider orientation="vertical" my={6} className={classes.rule} />
        <NameField />
        <SaveStatus />
        <div className={classes.gap} />
        <HistoryTools />
        <PanelTools guide={guide} />
        <div className={classes.spare}>
          <ExportMenu />
        </div>
        <ShareButton network={networkId} />
        <TrainButton networkId={networkId} />
      </div>
    </HeaderContent>
  );
}
