import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Lesson = Schemas["LessonOut"];
export type LessonListed = Schemas["LessonListed"];
export type OpenLesson = Schemas["OpenLesson"];
export type Progress = Required<Schemas["Progress"]>;
export type Step = Lesson["steps"][number];
export type Part = Step["parts"][number];
export type Question = Schemas["QuestionPart"];
export type Neuron = Schemas["NeuronPart"];
export type Kernel = Schemas["KernelPart"];
export type Activation = NonNullable<Neuron["activation"]>;
export type Condition = NonNullable<Step["checks"]>[number];
export type Measured = Extract<Condition, { compare: unknown }>;
export type Target = NonNullable<Step["show"]>;
export type Control = Schemas["ShowControl"]["control"];
export type Setting = Schemas["SettingCheck"]["setting"];
