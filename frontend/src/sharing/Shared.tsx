import { Anchor, Text } from "@mantine/core";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { Link, useLocation } from "react-router";
import { ErrorMessage } from "@/app/ErrorPage";
import { LiveSocket, socketUrl } from "@/app/socket";
import { whose } from "./choices";
import { MakeItMine } from "./MakeItMine";
import classes from "./sharing.module.css";

const GONE =
  "Its owner took the link back or shares it otherwise now, or your teacher has ended showing it. Ask for a new link.";

/** What the server sends of a network that somebody saves while others look. */
export type SavedFrame = { readonly revision?: number; readonly document?: unknown };

/** Where a page takes what is saved: from which revision on, and what becomes of it. */
export type Following = { readonly revision: () => number; readonly take: (frame: SavedFrame) => void };

/** Whether a network is still shared with its reader; the server says at once when it is not. */
function useIsGone(network: string, following: Following | undefined): boolean {
  const [isGone, setGone] = useState(false);
  const from = useEffectEvent(() => (following ? `?after=${following.revision()}` : ""));
  const take = useEffectEvent((frame: SavedFrame) => following?.take(frame));
  useEffect(() => {
    const socket = new LiveSocket<SavedFrame>({
      url: () => socketUrl("networks", network, window.location) + from(),
      missing: GONE,
      onFrame: (frame) => take(frame),
      onState: (line) => setGone(line.kind === "ended"),
      isOver: () => false,
    });
    return () => socket.close();
  }, [network]);
  return isGone;
}

/** The way back for a teacher who looks over a shoulder. */
function BackToWall() {
  const state: unknown = useLocation().state;
  if (typeof state !== "object" || state === null || !("wall" in state)) return null;
  return (
    <Anchor component={Link} to={`/classes/${String(state.wall)}/wall`} underline="always" size="sm">
      Back to the wall
    </Anchor>
  );
}

type Props = {
  readonly network: string;
  /** Whose it is; null where it is one's own. */
  readonly author: string | null;
  /** What is looked at: "network", "run", "sweep". */
  readonly thing: string;
  /** Where what its owner saves is shown while it is looked at. */
  readonly following?: Following;
  readonly children: ReactNode;
};

function Read({ network, author, thing, following, children }: Props & { author: string }) {
  const isGone = useIsGone(network, following);
  if (isGone) return <ErrorMessage title="This is not shared with you any more" error={new Error(GONE)} />;
  return (
    <>
      <aside className={classes.reading} aria-label="Whose this is">
        <BackToWall />
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
