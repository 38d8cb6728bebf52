import { ActionIcon, Tooltip } from "@mantine/core";
import { IconBook } from "@tabler/icons-react";
import { createContext, type ReactNode, use, useEffect } from "react";
import { createPortal } from "react-dom";
import { HeaderContent } from "@/app/headerSlot";
import { GuideFrame } from "./GuideFrame";
import classes from "./guide.module.css";
import { useGuide } from "./useGuide";

/** Where the frame of the page has room for a guide. */
export const GuideSlot = createContext<HTMLElement | null>(null);

type Props = {
  /** It can be folded away for each network by itself. */
  network: string;
  /** What it is called. */
  kind: string;
  title: string;
  /** What can be done with it as a whole. */
  menu?: ReactNode;
  /** Stands under the title. */
  about?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
};

/** A panel beside the page that leads through something, on the page of a network and of its runs. Folded away, a button brings it back. */
export function GuidePanel({ network, kind, ...shown }: Props) {
  const isFolded = useGuide((guide) => guide.folded.has(network));
  const fold = useGuide((guide) => guide.fold);
  if (isFolded) {
    return (
      <HeaderContent>
        <Tooltip label={`Show the ${kind.toLowerCase()}: ${shown.title}`}>
          <ActionIcon
            size="lg"
            variant="light"
            className={classes.folded}
            aria-label={`${kind}: ${shown.title}`}
            data-shows-guide
            onClick={() => fold(network, false)}
          >
            <IconBook size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </HeaderContent>
    );
  }
  return <Unfolded kind={kind} onFold={() => fold(network, true)} {...shown} />;
}

type UnfoldedProps = Omit<Props, "network"> & { onFold: () => void };

function Unfolded({ kind, children, onFold, ...shown }: UnfoldedProps) {
  const slot = use(GuideSlot);
  const mounted = useGuide((guide) => guide.mounted);
  useEffect(() => {
    mounted(1);
    return () => mounted(-1);
  }, [mounted]);
  if (!slot) return null;
  return createPortal(
    <GuideFrame kind={kind} onHide={onFold} {...shown}>
      {children}
    </GuideFrame>,
    slot,
  );
}
