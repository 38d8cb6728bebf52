import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import classes from "./theme.module.css";

const loom: MantineColorsTuple = [
  "#ebf5fc",
  "#d5e6f4",
  "#a8cbe8",
  "#78afdc",
  "#5197d1",
  "#3988cb",
  "#2b80c9",
  "#1d6db2",
  "#1c5d8f",
  "#0f4c7a",
];

export const theme = createTheme({
  respectReducedMotion: true,
  primaryColor: "loom",
  primaryShade: { light: 8, dark: 7 },
  colors: { loom },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  defaultRadius: "sm",
  cursorType: "pointer",
  focusRing: "auto",
  autoContrast: true,
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 400, multiline: true, maw: 320, fz: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" }, classNames: { root: classes.action } },
    Button: { defaultProps: { variant: "default" } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    ModalHeader: { defaultProps: { role: "presentation" } }, // a <header>, but not the page's
  },
});

/** Quiet text that is still read with ease: 4.5 : 1 on every ground it stands on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5c636a",
    "--mantine-color-placeholder": "#6a7178",
    "--mantine-color-error": "#c92a2a",
  },
  dark: {
    "--mantine-color-anchor": "#78afdc",
    "--mantine-color-dimmed": "#a9adb3",
    "--mantine-color-placeholder": "#9a9fa5",
    "--mantine-color-error": "#ff8787",
  },
});
