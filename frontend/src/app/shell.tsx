import { ActionIcon, AppShell, Button, Group, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { IconMenu2, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { EndNotice } from "@/classroom/EndNotice";
import { InClass } from "@/classroom/InClass";
import { accountQuery } from "@/classroom/queries";
import { ShownNotices } from "@/classroom/ShownNotices";
import { GuideSlot } from "@/guide/GuidePanel";
import { useGuide } from "@/guide/useGuide";
import { SettingsLink } from "@/settings/SettingsLink";
import { HeaderSlot } from "./headerSlot";
import { meQuery } from "./me";
import { useSession } from "./session";
import classes from "./shell.module.css";
import { ThemeToggle } from "./ThemeToggle";

export const HEADER_HEIGHT = 48;

function NavItem({ to, children }: { to: string; children: ReactNode }) {
  return (
    <UnstyledButton component={NavLink} to={to} end={to === "/"} className={classes.link}>
      {children}
    </UnstyledButton>
  );
}

const PAGES = [
  { to: "/", label: "Networks" },
  { to: "/runs", label: "Runs" },
  { to: "/datasets", label: "Data sets" },
  { to: "/shared", label: "Shared" },
  { to: "/classes", label: "Class" },
] as const;

/** On a phone an editor has no room for these buttons. */
const OWN = [
  { to: "/settings", label: "Settings" },
  { to: "/account", label: "Account" },
] as const;

/** The pages side by side; in a menu on a phone, and where an editor needs their room. */
function MainNav({ hasClass }: { hasClass: boolean }) {
  const pages = PAGES.filter(({ to }) => to !== "/classes" || hasClass);
  return (
    <>
      <Group component="nav" gap={2} wrap="nowrap" aria-label="Main">
        {pages.map(({ to, label }) => (
          <NavItem key={to} to={to}>
            {label}
          </NavItem>
        ))}
      </Group>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon size="lg" className={classes.pages} aria-label="Other pages">
            <IconMenu2 size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {pages.map(({ to, label }) => (
            <Menu.Item key={to} component={Link} to={to}>
              {label}
            </Menu.Item>
          ))}
          {OWN.map(({ to, label }) => (
            <Menu.Item key={to} component={Link} to={to} hiddenFrom="xs">
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** The frame of every page: one top bar, and the page below it. */
export function Shell() {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const [aside, setAside] = useState<HTMLElement | null>(null);
  const hasGuide = useGuide((guide) => guide.panels > 0);
  const { data: me } = useQuery(meQuery);
  const isVisitor = useSession((session) => session.isVisitor);
  const { data: account } = useQuery({ ...accountQuery, enabled: me?.signed_in === true });
  const { pathname } = useLocation();
  return (
    <HeaderSlot value={slot}>
      <AppShell
        header={{ height: HEADER_HEIGHT }}
        aside={{
          width: { base: "100%", sm: 312, lg: 340 },
          breakpoint: "sm",
          collapsed: { desktop: !hasGuide, mobile: !hasGuide },
        }}
        transitionDuration={0}
        padding={0}
      >
        <AppShell.Header className={classes.header}>
          <a href="#page" className={classes.skip}>
            Skip to the page
          </a>
          <NavLink to="/" reloadDocument={isVisitor} className={classes.brand} aria-label="Layerloom, all networks">
            <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={24} height={24} />
            <span className={classes.brandName}>Layerloom</span>
          </NavLink>
          {!isVisitor && <MainNav hasClass={!!account && (account.teaches || account.classes.length > 0)} />}
          <div ref={setSlot} className={classes.slot} />
          {isVisitor ? (
            <Button component="a" size="xs" href={`/login?next=${encodeURIComponent(pathname)}`}>
              Sign in
            </Button>
          ) : (
            <Group gap="inherit" wrap="nowrap" className={classes.own}>
              <SettingsLink />
              <Tooltip label={account ? `You are ${account.name}` : "Your account"}>
                <ActionIcon size="lg" component={Link} to="/account" aria-label="Account">
                  <IconUser size={18} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
              <ThemeToggle />
            </Group>
          )}
          {isVisitor && <ThemeToggle />}
        </AppShell.Header>
        <AppShell.Main id="page" tabIndex={-1} className={classes.main}>
          <EndNotice account={account} />
          <ShownNotices account={account} />
          <GuideSlot value={aside}>
            <Outlet />
          </GuideSlot>
        </AppShell.Main>
        <AppShell.Aside ref={setAside} role="presentation" withBorder={hasGuide} />
      </AppShell>
      <InClass account={account} />
      <ScrollRestoration />
    </HeaderSlot>
  );
}
