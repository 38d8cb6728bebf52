import { api } from "@/api/client";
import { INK, type Scheme } from "./lineStyles";
import type { Line } from "./plotOptions";
import type { RunDetail } from "./types";

/** Hands a file to the browser's downloads. */
export function saveBlob(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = fileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveText(text: string, name: string, type: string): void {
  saveBlob(new Blob([text], { type }), name);
}

/** A name that every file system takes. */
export function fileName(name: string): string {
  return (
    name
      .replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim() || "layerloom"
  );
}

/** The script that does a run again, as the server writes it: with what was done to it by hand. */
export async function downloadScript(run: Pick<RunDetail, "id" | "name" | "document">): Promise<void> {
  const { data } = await api.GET("/api/runs/{run_id}/script", {
    params: { path: { run_id: run.id } },
    parseAs: "blob",
  });
  saveBlob(data as Blob, `${run.document.name}, ${run.name}.py`);
}

interface Picture {
  title: string;
  lines: readonly Line[];
  scheme: Scheme;
  /** Its name, without its ending. */
  file: string;
}

const TITLE_PX = 36;
const LEGEND_PX = 32;

/** Saves a plot as PNG with its title above and its legend below. */
export function downloadPlot(plot: HTMLCanvasElement, picture: Picture): void {
  const scale = window.devicePixelRatio || 1;
  const whole = document.createElement("canvas");
  whole.width = plot.width;
  whole.height = plot.height + (TITLE_PX + LEGEND_PX) * scale;
  const pen = whole.getContext("2d");
  if (pen === null) return;
  const ink = INK[picture.scheme];
  pen.fillStyle = ink.back;
  pen.fillRect(0, 0, whole.width, whole.height);
  pen.drawImage(plot, 0, TITLE_PX * scale);
  pen.scale(scale, scale);
  pen.fillStyle = ink.text;
  pen.font = "600 15px system-ui, sans-serif";
  pen.fillText(picture.title, 12, 24);
  drawLegend(pen, picture, plot.height / scale + TITLE_PX + 20);
  whole.toBlob((content) => content && saveBlob(content, `${picture.file}.png`), "image/png");
}

function drawLegend(pen: CanvasRenderingContext2D, picture: Picture, baseline: number): void {
  pen.font = "12px system-ui, sans-serif";
  let left = 60;
  for (const line of picture.lines) {
    pen.strokeStyle = line.color;
    pen.lineWidth = line.width;
    pen.setLineDash(line.dash);
    pen.beginPath();
    pen.moveTo(left, baseline - 4);
    pen.lineTo(left + 26, baseline - 4);
    pen.stroke();
    pen.fillText(line.label, left + 32, baseline);
    left += 48 + pen.measureText(line.label).width;
  }
}
