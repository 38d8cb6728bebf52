import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";

/** Where the top bar has room for what a page puts there. */
export const HeaderSlot = createContext<HTMLElement | null>(null);

/** What a page puts into the top bar, between the navigation and the theme. */
export function HeaderContent({ children }: { children: ReactNode }) {
  const slot = useContext(HeaderSlot);
  return slot ? createPortal(children, slot) : null;
}
