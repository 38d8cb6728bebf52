import { Button, CopyButton, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload, IconSparkles } from "@tabler/icons-react";
import { exportAs } from "@/editor/ExportMenu";
import { useEditor } from "@/graph/store";
import { ShapesSwitch } from "@/verify/ShapesSwitch";
import { VerifyButton } from "@/verify/VerifyButton";
import classes from "./Dock.module.css";
import type { Code } from "./useCode";
import type { Typed } from "./useTyped";

function installText(code: Code): string {
  return `pip install ${["tensorflow", ...code.packages.filter((name) => name !== "tensorflow")].join(" ")}`;
}

/** What the bar says of a text that is being typed: where it cannot be read, or that the canvas shows it. */
function TypedStatus({ typed }: { typed: Typed }) {
  const [fault] = typed.faults;
  const more = typed.faults.length > 1 ? ` (and ${typed.faults.length - 1} more)` : "";
  const said = fault
    ? `Line ${fault.line}: ${fault.message}${more}`
    : typed.isRead
      ? "The canvas follows."
      : "Reading …";
  return (
    <Text
      size="xs"
      data-faulty={fault !== undefined || undefined}
      ml="auto"
      truncate
      title={said}
      role="status"
      className={classes.said}
    >
      {said}
    </Text>
  );
}

function Downloads({ code }: { code: Code }) {
  const isReading = useEditor((state) => state.author !== null);
  return (
    <>
      <Button size="compact-xs" leftSection={<IconDownload size={13} />} onClick={() => void exportAs("script")}>
        .py
      </Button>
      <Button size="compact-xs" leftSection={<IconDownload size={13} />} onClick={() => void exportAs("notebook")}>
        .ipynb
      </Button>
      {code.files.length > 0 && (
        <Button size="compact-xs" leftSection={<IconDownload size={13} />} onClick={() => void exportAs("bundle")}>
          .zip with {code.files.join(", ")}
        </Button>
      )}
      {!isReading && <VerifyButton />}
    </>
  );
}

type Props = {
  readonly code: Code | null;
  readonly text: string;
  readonly failure: string | null;
  readonly typed: Typed | null;
  readonly onTidy: () => void;
};

/** What can be done with the code. */
export function CodeBar({ code, text, failure, typed, onTidy }: Props) {
  return (
    <div className={classes.codeBar}>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            leftSection={copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
            onClick={copy}
          >
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
      {typed && (
        <Tooltip label="Write the code anew from the canvas">
          <Button size="compact-xs" leftSection={<IconSparkles size={13} />} onClick={onTidy}>
            Tidy
          </Button>
        </Tooltip>
      )}
      {code && !typed && <Downloads code={code} />}
      <ShapesSwitch />
      {typed && <TypedStatus typed={typed} />}
      {!typed && (
        <Text size="xs" c="dimmed" ml="auto" truncate>
          {failure && code
            ? "Before the last change. Solve the problems to see it."
            : (failure ?? (code ? `Runs by itself after: ${installText(code)}` : ""))}
        </Text>
      )}
    </div>
  );
}
