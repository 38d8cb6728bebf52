import { TextInput } from "@mantine/core";
import { useEditor } from "@/graph/store";
import { useDraftText } from "@/inspector/useDraftText";
import classes from "./Editor.module.css";

const LONGEST = 120;

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
  return (
    <TextInput
      className={classes.name}
      aria-label="Name of the network"
      title={name}
      maw={`clamp(260px, ${Math.round(0.75 * field.text.length) + 4}ch, 480px)`}
      size="xs"
      maxLength={LONGEST}
      value={field.text}
      error={field.error !== null}
      onChange={(event) => field.change(event.currentTarget.value)}
      onBlur={field.leave}
    />
  );
}
