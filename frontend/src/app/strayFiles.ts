/** Files that are dropped where nothing takes them: a browser would leave the page and show the file. */

export function holdsFiles(event: Pick<DragEvent, "dataTransfer">): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Refuses files over every place that has not taken them; the pointer says so while they are dragged. */
export function refuseStrayFiles(): void {
  window.addEventListener("dragover", refuse);
  window.addEventListener("drop", refuse);
}

function refuse(event: DragEvent): void {
  if (event.defaultPrevented || !holdsFiles(event) || takesFiles(event.target)) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
}

/** A file field of a form takes what is dropped on it by itself. */
function takesFiles(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "file";
}
