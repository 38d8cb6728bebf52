import { Tooltip } from "@mantine/core";
import { IconMessageCircleFilled } from "@tabler/icons-react";
import classes from "./assignments.module.css";
import { useCommentsOn } from "./useCommentsOn";

/** The mark of a node on which a teacher commented; the comments on hover. */
export function CommentMark({ id }: { id: string }) {
  const texts = useCommentsOn(id);
  if (texts.length === 0) return null;
  return (
    <Tooltip label={texts.join("\n")} classNames={{ tooltip: classes.lines }}>
      <span className={classes.mark} data-comments={texts.length} aria-hidden>
        <IconMessageCircleFilled size={20} />
        {texts.length > 1 && <span className={classes.markCount}>{texts.length}</span>}
      </span>
    </Tooltip>
  );
}
