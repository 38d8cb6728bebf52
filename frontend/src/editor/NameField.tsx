import { Text, TextInput, Tooltip } from "@mantine/core";
import { useIsCut } from "@/app/useIsCut";
import { useEditor } from "@/graph/store";
import { useDraftText } from "@/inspector/useDraftText";
import classes from "./Editor.module.css";

const LONGEST = 120;

/** When a name that is cut is shown whole: to the mouse, and to the keyboard. */
const SHOWN = { hover: true, focus: true, touch: false };

/** A network's name that is only read; one that is cut is a stop of the keyboard, which shows all of it. */
export function NameRead() {
  const name = useEditor((state) => state.document.name);
  const [shown, isCut] = useIsCut<HTMLParagraphElement>(name);
  return (
    <Tooltip label={name} disabled={!isCut} events={SHOWN} multiline maw={420}>
      <Text ref={shown} size="sm" fw={600} truncate className={classes.name} tabIndex={isCut ? 0 : undefined}>
        {name}
      </Text>
    </Tooltip>
  );
}

/** The network's name, to be written over. */
export function NameField() {
  const name = useEditor((state) => state.document.name);
  const field = useDraftText(name, (text) => {
    const trimmed = text.trim().slice(0, LONGEST);
    if (trimmed === "") return { error: "A network needs a name." };
    useEditor
      .getState()
      .edit(
        "Rename the network",
        (document) => (document.name === trimmed ? document : { ...document, name: trimmed }),
        "name",
      );
    return { error: null, written: trimmed };
  });
  const [input, isCut] = useIsCut<HTMLInputElement>(field.text);
  return (
    <Tooltip label={field.text} disabled={!isCut} events={SHOWN} multiline maw={420}>
      <TextInput
        ref={input}
        className={classes.name}
        aria-label="Name of the network"
        maw={`clamp(260px, ${Math.round(0.75 * field.text.length) + 4}ch, 480px)`}
        size="xs"
        maxLength={LONGEST}
        value={field.text}
        error={field.error !== null}
        onChange={(event) => field.change(event.currentTarget.value)}
        onBlur={field.leave}
      />
    </Tooltip>
  );
}
