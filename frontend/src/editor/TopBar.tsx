import { ActionIcon, Divider, Group, Kbd, Menu, Tooltip } from "@mantine/core";
import {
  type Icon,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBinaryTree2,
  IconClipboardText,
  IconDots,
  IconFileImport,
  IconKeyboard,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
} from "@tabler/icons-react";
import { HeaderContent } from "@/app/headerSlot";
import { useEditor } from "@/graph/store";
import { useImporting } from "@/importing/importing";
import { ShareButton } from "@/sharing/ShareButton";
import { arrange } from "./commands";
import { useDialogs } from "./dialogs";
import classes from "./Editor.module.css";
import { ExportMenu } from "./ExportMenu";
import { NameField, NameRead } from "./NameField";
import { SaveStatus } from "./SaveStatus";
import { TrainButton } from "./TrainButton";

type ToolProps = {
  label: string;
  icon: Icon;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
  /** Hidden in a narrow window, and in one that is not wide, where a menu holds it. */
  isSpare?: boolean;
  isRare?: boolean;
  /** By which a lesson points at it. */
  guide?: string;
  showsGuide?: boolean;
};

function Tool({
  label,
  icon: Icon,
  onClick,
  disabled = false,
  pressed,
  isSpare,
  isRare,
  guide,
  showsGuide,
}: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="lg"
        className={isRare ? classes.rare : isSpare ? classes.spare : undefined}
        aria-label={label}
        aria-pressed={pressed}
        data-guide={guide}
        data-shows-guide={showsGuide}
        onClick={onClick}
        disabled={disabled}
      >
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

type Rare = { readonly label: string; readonly icon: Icon; readonly keys?: string; readonly run: () => void };

const ARRANGE: Rare = { label: "Arrange the network", icon: IconBinaryTree2, keys: "L", run: () => void arrange() };
const IMPORT: Rare = {
  label: "Import a file or code",
  icon: IconFileImport,
  run: () => useImporting.getState().open(),
};
const SHORTCUTS: Rare = {
  label: "Keyboard shortcuts",
  icon: IconKeyboard,
  keys: "?",
  run: () => useDialogs.getState().open("shortcuts"),
};

/** What is not often asked for, in a window that has no room for a button each. */
function MoreTools() {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="lg" className={classes.more} aria-label="More tools">
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {[ARRANGE, IMPORT, SHORTCUTS].map(({ label, icon: Icon, keys, run }) => (
          <Menu.Item
            key={label}
            leftSection={<Icon size={16} />}
            rightSection={keys && <Kbd>{keys}</Kbd>}
            onClick={run}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function HistoryTools() {
  const past = useEditor((state) => state.past.at(-1)?.label);
  const future = useEditor((state) => state.future[0]?.label);
  const { undo, redo } = useEditor.getState();
  return (
    <Group gap={0} wrap="nowrap" className={classes.roomy}>
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
      <Tool label={`${ARRANGE.label} (${ARRANGE.keys})`} icon={ARRANGE.icon} onClick={ARRANGE.run} isRare />
    </Group>
  );
}

type PanelToolsProps = { guide: string | null; isReading?: boolean };

function PanelTools({ guide, isReading = false }: PanelToolsProps) {
  const { hasPalette, hasInspector, hasGuide, togglePalette, toggleInspector, showGuide } = useDialogs();
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
          showsGuide
        />
      )}
      {!isReading && <Tool label={IMPORT.label} icon={IMPORT.icon} onClick={IMPORT.run} isRare />}
      <Tool
        label={`${SHORTCUTS.label} (${SHORTCUTS.keys})`}
        icon={SHORTCUTS.icon}
        onClick={SHORTCUTS.run}
        isRare={!isReading}
      />
      {!isReading && <MoreTools />}
    </Group>
  );
}

/** The same for a network that is only looked at. */
function ReadersBar({ guide }: { guide: string | null }) {
  return (
    <HeaderContent>
      <div className={classes.bar}>
        <Divider orientation="vertical" my={6} className={classes.rule} />
        <NameRead />
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
        <div className={classes.roomy}>
          <ShareButton network={networkId} />
        </div>
        <TrainButton networkId={networkId} />
      </div>
    </HeaderContent>
  );
}
