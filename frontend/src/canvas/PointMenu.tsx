import { Menu } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { x: number; y: number; label: string; onClose: () => void; children: ReactNode };

const ANCHOR = { position: "fixed", width: 1, height: 1, padding: 0, border: 0, background: "none" } as const;

const WITHIN_SCREEN = { flip: false, shift: { crossAxis: true, padding: 8 } };
/** Inside the page's main part, where those who listen look for it. */
const IN_PAGE = { target: "#page" };

/** A menu at a point of the screen. */
export function PointMenu({ x, y, label, onClose, children }: Props) {
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      offset={2}
      width={310}
      shadow="md"
      returnFocus={false}
      middlewares={WITHIN_SCREEN}
      portalProps={IN_PAGE}
    >
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={label} style={{ ...ANCHOR, left: x, top: y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
    </Menu>
  );
}
