import { Tooltip } from "@mantine/core";
import { IconMessageCircleFilled } from "@tabler/icons-react";
import { pathKey } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import classes from "./assignments.module.css";
import { useComments } from "./comments";

/** The mark of a node on which a teacher commented; the comments on hover. */
export function CommentMark({ id }: { id: string }) {
  const key = useEditor((state) => pathKey(state.inside, id));
  const texts = useComments((comments) => comments.texts.get(key));
  if (!texts) return null;
  return (
    <Tooltip label={texts.join("\n")} classNames={{ tooltip: classes.lines }}>
      <span className={classes.mark} data-comments={texts.length} role="img" aria-label={`Comment: ${texts.join(" ")}`}>
        <IconMessageCircleFilled size={20} />
        {texts.length > 1 && <span className={classes.markCount}>{texts.length}</span>}
      </span>
    </Tooltip>
  );
}
