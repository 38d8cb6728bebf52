import { ActionIcon, Anchor, Tooltip } from "@mantine/core";
import { IconChevronRight, IconX } from "@tabler/icons-react";
import { Panel } from "@xyflow/react";
import { closeTo } from "@/editor/nodeCommands";
import { usesOf } from "@/graph/blocks";
import { plural } from "@/graph/format";
import { openBlock } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import classes from "./Canvas.module.css";

/** Where one is: the network and the blocks that were opened in it. */
export function Breadcrumb() {
  const inside = useEditor((state) => state.inside);
  const document = useEditor((state) => state.document);
  const name = openBlock(document, inside);
  if (name === null) return null;
  const uses = usesOf(document, name).length;
  return (
    <Panel position="top-left">
      <nav className={classes.path} aria-label="Opened blocks">
        <Anchor component="button" type="button" size="xs" underline="always" onClick={() => closeTo(0)}>
          {document.name}
        </Anchor>
        {inside.map((use, depth) => (
          <span key={inside.slice(0, depth + 1).join("/")} className={classes.step}>
            <IconChevronRight size={13} aria-hidden />
            {depth === inside.length - 1 ? (
              <span aria-current="location" className={classes.here}>
                {use}
              </span>
            ) : (
              <Anchor component="button" type="button" size="xs" underline="always" onClick={() => closeTo(depth + 1)}>
                {use}
              </Anchor>
            )}
          </span>
        ))}
        <span className={classes.uses}>
          block {name}, {plural(uses, "use")}
          {uses > 1 ? ": all of them change" : ""}
        </span>
        <Tooltip label="Close the block (Esc)">
          <ActionIcon size="sm" aria-label="Close the block" onClick={() => closeTo(inside.length - 1)}>
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      </nav>
    </Panel>
  );
}
