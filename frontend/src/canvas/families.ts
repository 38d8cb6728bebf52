/** How each family of layers looks: a colour of the Okabe-Ito palette, which colour-blind people can tell apart, and an icon. */
import {
  type Icon,
  IconAbc,
  IconArrowMerge,
  IconArrowsShuffle,
  IconBoxMultiple,
  IconChartBar,
  IconCircleDashed,
  IconCpu,
  IconEye,
  IconGridDots,
  IconLogin2,
  IconMathFunction,
  IconMusic,
  IconPhoto,
  IconPhotoEdit,
  IconPuzzleOff,
  IconQuestionMark,
  IconRepeat,
  IconResize,
  IconStack2,
  IconTags,
  IconWaveSine,
  IconZoomOut,
} from "@tabler/icons-react";
import type { LayerSpec } from "@/graph/types";

export type Look = { readonly colour: string; readonly ink: string; readonly icon: Icon };

const ORANGE = { colour: "#e69f00", ink: "#1a1a1a" };
const SKY = { colour: "#56b4e9", ink: "#1a1a1a" };
const GREEN = { colour: "#009e73", ink: "#ffffff" };
const YELLOW = { colour: "#f0e442", ink: "#1a1a1a" };
const BLUE = { colour: "#0072b2", ink: "#ffffff" };
const VERMILION = { colour: "#d55e00", ink: "#ffffff" };
const PURPLE = { colour: "#cc79a7", ink: "#1a1a1a" };
const SLATE = { colour: "#3b4754", ink: "#ffffff" };
const GREY = { colour: "#6b7280", ink: "#ffffff" };

const LOOKS: Readonly<Record<string, Look>> = {
  Core: { ...BLUE, icon: IconStack2 },
  Convolution: { ...ORANGE, icon: IconGridDots },
  Pooling: { ...SKY, icon: IconZoomOut },
  Recurrent: { ...GREEN, icon: IconRepeat },
  "Text preprocessing": { ...YELLOW, icon: IconAbc },
  "Numerical preprocessing": { ...YELLOW, icon: IconChartBar },
  "Categorical preprocessing": { ...YELLOW, icon: IconTags },
  "Image preprocessing": { ...YELLOW, icon: IconPhoto },
  "Image augmentation": { ...YELLOW, icon: IconPhotoEdit },
  "Audio preprocessing": { ...YELLOW, icon: IconMusic },
  Normalization: { ...PURPLE, icon: IconArrowsShuffle },
  Regularization: { ...PURPLE, icon: IconCircleDashed },
  Attention: { ...VERMILION, icon: IconEye },
  Reshaping: { ...SKY, icon: IconResize },
  Merging: { ...VERMILION, icon: IconArrowMerge },
  Activation: { ...GREEN, icon: IconWaveSine },
  "Backend-specific": { ...GREY, icon: IconCpu },
};

const UNKNOWN: Look = { ...GREY, icon: IconQuestionMark };

/** What differs from the family's look by what a node stands for. */
const KINDS: Readonly<Partial<Record<NonNullable<LayerSpec["kind"]>, Look>>> = {
  input: { ...GREY, icon: IconLogin2 },
  operation: { ...SLATE, icon: IconMathFunction },
  formula: { ...SLATE, icon: IconMathFunction },
  block: { ...BLUE, icon: IconBoxMultiple },
  placeholder: { ...GREY, icon: IconPuzzleOff },
};

/** How a layer looks: by what it stands for, else by its family. */
export function lookOf(spec: Pick<LayerSpec, "family" | "kind"> | undefined): Look {
  return KINDS[spec?.kind ?? "layer"] ?? LOOKS[spec?.family ?? ""] ?? UNKNOWN;
}
