import { ActionIcon, Anchor, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { sentenceOf } from "@/api/client";
import { tell } from "@/app/tell";
import { goTo } from "@/canvas/view";
import { indexOf } from "@/graph/document";
import { useEditor } from "@/graph/store";
import { ageText } from "@/home/age";
import classes from "./assignments.module.css";
import { clearComments, showComments } from "./commenting";
import { addComment, deleteComment } from "./queries";
import type { Comment, HandIn } from "./types";

function show(node: string): void {
  const { inside, show, activate } = useEditor.getState();
  if (inside.length > 0) show([]);
  activate(node);
  goTo(node);
}

function Said({ comment, handIn }: { comment: Comment; handIn: HandIn }) {
  const isThere = useEditor((state) => comment.node !== null && indexOf(state.document).nodes.has(comment.node));
  const remove = useMutation({
    mutationFn: () => deleteComment(handIn.id, comment.id),
    onError: tell("The comment stayed"),
  });
  return (
    <li className={classes.comment}>
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Text size="xs" c="dimmed">
          {comment.author}, {ageText(comment.made, Date.now())}
          {comment.node !== null && (
            <>
              {", on "}
              {isThere ? (
                <Anchor
                  component="button"
                  type="button"
                  size="xs"
                  underline="always"
                  onClick={() => show(comment.node ?? "")}
                >
                  {comment.node}
                </Anchor>
              ) : (
                comment.node
              )}
            </>
          )}
        </Text>
        {(comment.mine || handIn.teaches) && (
          <ActionIcon
            size="sm"
            aria-label={`Delete the comment “${comment.text.slice(0, 40)}”`}
            onClick={() => remove.mutate()}
            loading={remove.isPending}
          >
            <IconTrash size={14} />
          </ActionIcon>
        )}
      </Group>
      <Text size="sm" className={classes.lines}>
        {comment.text}
      </Text>
    </li>
  );
}

/** Asks for a comment: on the layer that is selected, or on the whole. */
function Saying({ handIn }: { handIn: HandIn }) {
  const [text, setText] = useState("");
  const node = useEditor(({ inside, selection }) => {
    if (inside.length > 0) return inside[0] ?? null;
    const [first] = selection;
    return first !== undefined && selection.size === 1 ? first : null;
  });
  const add = useMutation({ mutationFn: () => addComment(handIn.id, node, text.trim()), onSuccess: () => setText("") });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <Textarea
          size="xs"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          label={node === null ? "Comment on the whole" : `Comment on ${node}`}
          description={node === null ? "Select a layer to comment on that." : undefined}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={add.error && sentenceOf(add.error)}
        />
        <Button type="submit" size="compact-sm" w="fit-content" disabled={text.trim() === ""} loading={add.isPending}>
          Comment
        </Button>
      </Stack>
    </form>
  );
}

/** What was said of a hand-in, on its layers on the canvas too. */
export function Comments({ handIn, canSay }: { handIn: HandIn; canSay: boolean }) {
  const { comments } = handIn;
  useEffect(() => showComments(comments), [comments]);
  useEffect(() => clearComments, []);
  return (
    <Stack gap={8}>
      {comments.length > 0 && (
        <ul className={classes.checks} aria-label="Comments">
          {comments.map((comment) => (
            <Said key={comment.id} comment={comment} handIn={handIn} />
          ))}
        </ul>
      )}
      {canSay && <Saying handIn={handIn} />}
    </Stack>
  );
}
