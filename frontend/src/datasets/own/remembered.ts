/** Which files are on their way, so that choosing the same file again goes on where it ended: after a reload, too. */

/** A file that was begun, told by its name, size and the moment it was last changed. */
export interface Remembered {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly modified: number;
}

const MOST = 10;

/** What a text in the browser's storage remembers; nothing where it is damaged. */
export function parseRemembered(text: string | null): Remembered[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, size, modified } = value as Record<string, unknown>;
  return [id, name].every((part) => typeof part === "string") && [size, modified].every(Number.isFinite);
}

/** The upload that the same file began. */
export function uploadOf(all: readonly Remembered[], file: File): string | null {
  const isSame = (one: Remembered) =>
    one.name === file.name && one.size === file.size && one.modified === file.lastModified;
  return all.find(isSame)?.id ?? null;
}

export function remember(all: readonly Remembered[], file: File, id: string): Remembered[] {
  const one = { id, name: file.name, size: file.size, modified: file.lastModified };
  return [one, ...forget(all, id)].slice(0, MOST);
}

export function forget(all: readonly Remembered[], id: string): Remembered[] {
  return all.filter((one) => one.id !== id);
}
