import { ActionIcon, Tooltip } from "@mantine/core";
import {
  type Icon,
  IconFocusCentered,
  IconGrid4x4,
  IconHandStop,
  IconLasso,
  IconMinus,
  IconPhoto,
  IconPlus,
} from "@tabler/icons-react";
import { Panel } from "@xyflow/react";
import { useShowsPictures } from "@/runs/eyes/NodePicture";
import { useNodePictures } from "@/runs/eyes/nodePictures";
import classes from "./Canvas.module.css";
import { fitView, zoomBy } from "./view";

type Props = { selects: boolean; onSelects: (on: boolean) => void; snaps: boolean; onSnaps: (on: boolean) => void };

function Control({
  label,
  icon: Icon,
  onClick,
  pressed,
}: {
  label: string;
  icon: Icon;
  onClick: () => void;
  pressed?: boolean;
}) {
  return (
    <Tooltip label={label} position="top">
      <ActionIcon aria-label={label} aria-pressed={pressed} variant={pressed ? "light" : "subtle"} onClick={onClick}>
        <Icon size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Zoom, fit, and how the pointer works. */
export function CanvasControls({ selects, onSelects, snaps, onSnaps }: Props) {
  const [showsPictures, setShowsPictures] = useShowsPictures();
  const hasPictures = useNodePictures((state) => state.pictures.size > 0);
  const Tool = selects ? IconHandStop : IconLasso;
  return (
    <Panel position="bottom-left">
      <div className={classes.controls} role="toolbar" aria-label="Canvas">
        <Control label="Zoom out (-)" icon={IconMinus} onClick={() => zoomBy(1 / 1.25)} />
        <Control label="Zoom in (+)" icon={IconPlus} onClick={() => zoomBy(1.25)} />
        <Control label="Show the whole network (F)" icon={IconFocusCentered} onClick={() => fitView()} />
        <Control
          label={selects ? "Drag moves the view" : "Drag selects (or hold Shift)"}
          icon={Tool}
          pressed={selects}
          onClick={() => onSelects(!selects)}
        />
        <Control label="Snap to the grid" icon={IconGrid4x4} pressed={snaps} onClick={() => onSnaps(!snaps)} />
        {hasPictures && (
          <Control
            label="Pictures of what each layer makes of a sample"
            icon={IconPhoto}
            pressed={showsPictures}
            onClick={() => setShowsPictures(!showsPictures)}
          />
        )}
      </div>
    </Panel>
  );
}
