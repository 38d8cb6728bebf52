import type { ExportFormat } from "./types";

export interface FormatCard {
  readonly format: ExportFormat;
  readonly title: string;
  /** How its files end. */
  readonly ending: string;
  /** What it is for, in one line. */
  readonly use: string;
}

/** The formats as a person chooses among them: Keras's own first, then what runs elsewhere. */
export const FORMAT_CARDS: readonly FormatCard[] = [
  { format: "keras", title: "Keras", ending: ".keras", use: "To go on in Python: network, weights and optimizer." },
  { format: "weights", title: "Weights", ending: ".weights.h5", use: "For the written script: model.load_weights." },
  { format: "h5", title: "Keras HDF5", ending: ".h5", use: "For programs of the years before Keras 3." },
  { format: "savedmodel", title: "SavedModel", ending: ".zip", use: "For TensorFlow Serving and TensorFlow itself." },
  { format: "onnx", title: "ONNX", ending: ".onnx", use: "For most other runtimes, on servers and in browsers." },
  { format: "litert", title: "LiteRT", ending: ".tflite", use: "For phones and small devices (TensorFlow Lite)." },
  {
    format: "litert_int8",
    title: "LiteRT, 8 bits",
    ending: ".tflite",
    use: "Weights in a quarter of the space, a little less exact.",
  },
  { format: "tfjs", title: "TensorFlow.js", ending: ".zip", use: "For web pages: model.json and weights." },
];
