import { Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { ErrorMessage } from "@/app/ErrorPage";
import { LiveSocket, socketUrl } from "@/runs/socket";
import { whose } from "./choices";
import { MakeItMine } from "./MakeItMine";
import classes from "./sharing.module.css";

const GONE = "Its owner took the link back, or shares it otherwise now. Ask for a new link.";

/** Whether a network is still shared with its reader; the server says at once when it is not. */
function useIsGone(network: string): boolean {
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    const socket = new LiveSocket<unknown>({
      url: () => socketUrl("networks", network, window.location),
      missing: GONE,
      onFrame: () => undefined,
      onState: (line) => setGone(line.kind === "ended"),
      isOver: () => false,
    });
    return () => socket.close();
  }, [network]);
  return isGone;
}

type Props = {
  readonly network: string;
  /** Whose it is; null where it is one's own. */
  readonly author: string | null;
  /** What is looked at: "network", "run", "sweep". */
  readonly thing: string;
  readonly children: ReactNode;
};

function Read({ network, author, thing, children }: Props & { author: string }) {
  const isGone = useIsGone(network);
  if (isGone) return <ErrorMessage title="This is not shared with you any more" error={new Error(GONE)} />;
  return (
    <>
      <aside className={classes.reading} aria-label="Whose this is">
        <Text size="sm" flex={1}>
          {whose(author, thing)}. Look at everything; you can change nothing here.
        </Text>
        <MakeItMine network={network} />
      </aside>
      {children}
    </>
  );
}

/** What is shown of a network: to readers with whose it is, and only for as long as it is shared with them. */
export function Shared({ author, ...props }: Props) {
  return author === null ? props.children : <Read author={author} {...props} />;
}
