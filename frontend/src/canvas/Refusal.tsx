import { Paper, Portal, Text } from "@mantine/core";
import { useEffect } from "react";
import { clearRefusal, useRefusal } from "./refusing";

const WIDTH = 280;

/** The sentence at the pointer that says why a wire was refused, until the next press. */
export function Refusal() {
  const { message, x = 0, y = 0 } = useRefusal();
  useEffect(() => {
    if (!message) return;
    window.addEventListener("pointerdown", clearRefusal, { capture: true });
    window.addEventListener("keydown", clearRefusal, { capture: true });
    return () => {
      window.removeEventListener("pointerdown", clearRefusal, { capture: true });
      window.removeEventListener("keydown", clearRefusal, { capture: true });
    };
  }, [message]);
  const left = Math.max(8, Math.min(x + 14, window.innerWidth - WIDTH - 12));
  const top = Math.max(8, Math.min(y + 14, window.innerHeight - 96));
  return (
    <Portal>
      <div role="alert" style={{ position: "fixed", left, top, zIndex: 400, maxWidth: WIDTH, pointerEvents: "none" }}>
        {message && (
          <Paper withBorder shadow="md" px="sm" py={6} bd="1px solid var(--mantine-color-red-7)">
            <Text size="sm">{message}</Text>
          </Paper>
        )}
      </div>
    </Portal>
  );
}
