import { ActionIcon, AppShell, Button, Group, Tooltip, UnstyledButton } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { createPortal } from "react-dom";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { EndNotice } from "@/classroom/EndNotice";
import { InClass } from "@/classroom/InClass";
import { accountQuery } from "@/classroom/queries";
import { GuideSlot } from "@/guide/GuidePanel";
import { useGuide } from "@/guide/useGuide";
import { SettingsLink } from "@/settings/SettingsLink";
import { meQuery } from "./me";
import { useSession } from "./session";
import classes from "./shell.module.css";
import { ThemeToggle } from "./ThemeToggle";

export const HEADER_HEIGHT = 48;

const HeaderSlot = createContext<HTMLElement | null>(null);

/** What a page puts into the top bar, between the navigation and the theme. */
export function HeaderContent({ children }: { children: ReactNode }) {
  const slot = useContext(HeaderSlot);
  return slot ? createPortal(children, slot) : null;
}

function NavItem({ to, children }: { to: string; children: ReactNode }) {
  return (
    <UnstyledButton component={NavLink} to={to} end={to === "/"} className={classes.link}>
      {children}
    </UnstyledButton>
  );
}

function MainNav({ hasClass }: { hasClass: boolean }) {
  return (
    <Group component="nav" gap={2} wrap="nowrap" aria-label="Main">
      <NavItem to="/">Networks</NavItem>
      <NavItem to="/runs">Runs</NavItem>
      <NavItem to="/datasets">Data sets</NavItem>
      <NavItem to="/shared">Shared</NavItem>
      {hasClass && <NavItem to="/classes">Class</NavItem>}
    </Group>
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
          width: { base: "100%", sm: 300, lg: 348 },
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
            <>
              <SettingsLink />
              <Tooltip label={account ? `You are ${account.name}` : "Your account"}>
                <ActionIcon size="lg" component={Link} to="/account" aria-label="Account">
                  <IconUser size={18} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
            </>
          )}
          <ThemeToggle />
        </AppShell.Header>
        <AppShell.Main id="page" tabIndex={-1} className={classes.main}>
          <EndNotice account={account} />
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
