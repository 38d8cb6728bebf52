import { Menu } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { x: number; y: number; label: string; onClose: () => void; children: ReactNode };

const ANCHOR = { position: "fixed", width: 1, height: 1, padding: 0, border: 0, background: "none" } as const;

/** A menu at a point of the screen. */
export function PointMenu({ x, y, label, onClose, children }: Props) {
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      offset={2}
      width={260}
      shadow="md"
      returnFocus={false}
      withinPortal
    >
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={label} style={{ ...ANCHOR, left: x, top: y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
    </Menu>
  );
}
