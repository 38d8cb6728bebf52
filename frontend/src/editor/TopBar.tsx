import { ActionIcon, Divider, Group, Kbd, Menu, Tooltip } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
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
  IconShare,
} from "@tabler/icons-react";
import { useState } from "react";
import { HeaderContent } from "@/app/headerSlot";
import { useEditor } from "@/graph/store";
import { useImporting } from "@/importing/importing";
import { ShareButton, ShareDialog } from "@/sharing/ShareButton";
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
  /** Hidden in a window that is not wide, where a menu holds it. */
  isRare?: boolean;
  /** By which a lesson points at it. */
  guide?: string;
  showsGuide?: boolean;
};

function Tool({ label, icon: Icon, onClick, disabled = false, pressed, isRare, guide, showsGuide }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="lg"
        className={isRare ? classes.rare : undefined}
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

type Deed = {
  readonly label: string;
  readonly icon: Icon;
  readonly run: () => void;
  readonly keys?: string;
  readonly disabled?: boolean;
  /** By which a lesson points at it. */
  readonly guide?: string;
};

const ARRANGE: Deed = { label: "Arrange the network", icon: IconBinaryTree2, keys: "L", run: () => void arrange() };
const IMPORT: Deed = {
  label: "Import a file or code",
  icon: IconFileImport,
  run: () => useImporting.getState().open(),
};
const SHORTCUTS: Deed = {
  label: "Keyboard shortcuts",
  icon: IconKeyboard,
  keys: "?",
  run: () => useDialogs.getState().open("shortcuts"),
};

/** Where the bar has no room: for redo as for the export, then for undo and sharing. The same widths stand in Editor.module.css. */
function useWidth(): { isNarrow: boolean; isPhone: boolean } {
  const isNarrow = useMediaQuery("(max-width: 639px)", false, { getInitialValueInEffect: false });
  const isPhone = useMediaQuery("(max-width: 479px)", false, { getInitialValueInEffect: false });
  return { isNarrow, isPhone };
}

/** Undo and redo, with what they would take back and bring back. */
function useHistory(): { undo: Deed; redo: Deed } {
  const past = useEditor((state) => state.past.at(-1)?.label);
  const future = useEditor((state) => state.future[0]?.label);
  const { undo, redo } = useEditor.getState();
  return {
    undo: {
      label: past ? `Undo: ${past}` : "Undo",
      icon: IconArrowBackUp,
      run: undo,
      disabled: !past,
      guide: "undo",
    },
    redo: { label: future ? `Redo: ${future}` : "Redo", icon: IconArrowForwardUp, run: redo, disabled: !future },
  };
}

/** What is not often asked for, and what else has no button in a window without room for one each. */
function MoreTools({ network }: { network: string }) {
  const { isNarrow, isPhone } = useWidth();
  const { undo, redo } = useHistory();
  const [isSharing, sharing] = useDisclosure(false);
  const [isOpen, setOpen] = useState(false);
  const share: Deed = { label: "Share this network", icon: IconShare, run: sharing.open };
  const spare = isPhone ? [undo, redo, share] : isNarrow ? [redo] : [];
  const deeds = [...spare, ARRANGE, IMPORT, SHORTCUTS];
  const first = deeds.find(({ disabled }) => !disabled);
  return (
    <>
      <Menu position="bottom-end" opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          <ActionIcon
            size="lg"
            className={classes.more}
            aria-label="More tools"
            data-guide={isPhone && !isOpen ? undo.guide : undefined}
          >
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {deeds.map(({ label, icon: Icon, keys, run, disabled, guide }) => (
            <Menu.Item
              key={label}
              leftSection={<Icon size={16} />}
              rightSection={keys && <Kbd>{keys}</Kbd>}
              disabled={disabled}
              data-guide={guide}
              data-autofocus={label === first?.label || undefined}
              onClick={run}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ShareDialog network={network} opened={isSharing} onClose={sharing.close} />
    </>
  );
}

function DeedTool({ run, keys: _, ...tool }: Deed) {
  return <Tool {...tool} onClick={run} />;
}

function HistoryTools() {
  const { isNarrow, isPhone } = useWidth();
  const { undo, redo } = useHistory();
  return (
    <Group gap={0} wrap="nowrap">
      {!isPhone && <DeedTool {...undo} />}
      {!isNarrow && <DeedTool {...redo} />}
      <Tool label={`${ARRANGE.label} (${ARRANGE.keys})`} icon={ARRANGE.icon} onClick={ARRANGE.run} isRare />
    </Group>
  );
}

type PanelToolsProps = {
  guide: string | null;
  /** The network that is drawn; none where it is only looked at. */
  network?: string;
};

function PanelTools({ guide, network }: PanelToolsProps) {
  const isReading = network === undefined;
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
      {network !== undefined && <MoreTools network={network} />}
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
        <PanelTools guide={guide} />
        <ExportMenu />
      </div>
    </HeaderContent>
  );
}

/** The editor's part of the top bar. */
export function TopBar({ networkId, guide }: { networkId: string; guide: string | null }) {
  const isReading = useEditor((state) => state.author !== null);
  const { isPhone } = useWidth();
  if (isReading) return <ReadersBar guide={guide} />;
  return (
    <HeaderContent>
      <div className={classes.bar}>
        <Divider orientation="vertical" my={6} className={classes.rule} />
        <NameField />
        <SaveStatus />
        <div className={classes.gap} />
        <HistoryTools />
        <PanelTools guide={guide} network={networkId} />
        <div className={classes.spare}>
          <ExportMenu />
        </div>
        {!isPhone && <ShareButton network={networkId} />}
        <TrainButton networkId={networkId} />
      </div>
    </HeaderContent>
  );
}
