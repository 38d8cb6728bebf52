import { Button, CopyButton, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload } from "@tabler/icons-react";
import { exportAs } from "@/editor/ExportMenu";
import { onlySelected, useEditor } from "@/graph/store";
import { ShapesSwitch } from "@/verify/ShapesSwitch";
import { VerifyButton } from "@/verify/VerifyButton";
import { CodeView } from "./CodeView";
import classes from "./Dock.module.css";
import { type Code, useCode } from "./useCode";

function installText(code: Code): string {
  return `pip install ${["tensorflow", ...code.packages.filter((name) => name !== "tensorflow")].join(" ")}`;
}

function Bar({ code, isOld }: { code: Code; isOld: boolean }) {
  return (
    <div className={classes.codeBar}>
      <CopyButton value={code.script}>
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
      <VerifyButton />
      <ShapesSwitch />
      <Text size="xs" c="dimmed" ml="auto" truncate>
        {isOld ? "Before the last change. Solve the problems to see it." : `Runs by itself after: ${installText(code)}`}
      </Text>
    </div>
  );
}

/** The training script, live. */
export function CodeTab() {
  const { code, failure } = useCode();
  const chosen = useEditor(onlySelected);
  if (!code) {
    return (
      <Text size="sm" c="dimmed" p="sm">
        {failure ?? "Writing the code."}
      </Text>
    );
  }
  return (
    <div className={classes.code}>
      <Bar code={code} isOld={failure !== null} />
      <div className={classes.codeView}>
        <CodeView code={code.script} lines={(chosen !== null && code.lines[chosen]) || null} />
      </div>
    </div>
  );
}
