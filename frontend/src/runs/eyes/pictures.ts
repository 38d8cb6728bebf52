import { saveBlob, saveText } from "../downloads";
import { INK, type Scheme } from "../lineStyles";

const SHARP = 2; // pixels of the PNG for each on the screen
const TITLE_PX = 30;

/** A picture on the page as a file of its own: its title above it, on its ground. */
export function svgText(picture: SVGSVGElement, title: string, scheme: Scheme): string {
  const { width, height } = picture.viewBox.baseVal;
  const ink = INK[scheme];
  const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  whole.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  whole.setAttribute("width", String(width));
  whole.setAttribute("height", String(height + TITLE_PX));
  whole.setAttribute("viewBox", `0 0 ${width} ${height + TITLE_PX}`);
  whole.setAttribute("font-family", "system-ui, sans-serif");
  whole.append(made("rect", { width: "100%", height: "100%", fill: ink.back }));
  const text = made("text", { x: "10", y: "20", fill: ink.text, "font-size": "14", "font-weight": "600" });
  text.textContent = title;
  const inner = picture.cloneNode(true) as SVGSVGElement;
  inner.setAttribute("x", "0");
  inner.setAttribute("y", String(TITLE_PX));
  inner.removeAttribute("style");
  whole.append(text, inner);
  return new XMLSerializer().serializeToString(whole);
}

function made(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

export function saveSvg(text: string, file: string): void {
  saveText(text, `${file}.svg`, "image/svg+xml");
}

/** Draws a picture's file onto a canvas and saves that. */
export function savePng(text: string, file: string): void {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = image.width * SHARP;
    canvas.height = image.height * SHARP;
    const pen = canvas.getContext("2d");
    if (pen === null) return;
    pen.imageSmoothingEnabled = false;
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((content) => content && saveBlob(content, `${file}.png`), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}
