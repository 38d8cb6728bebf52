import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

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
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Button: { defaultProps: { variant: "default" } },
  },
});

/** The library's dimmed text has a contrast of 3.3 on white; people need 4.5. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-dimmed": "#5c636a" },
  dark: {},
});
