/** A file on its way to the server: in pieces, so that a connection that breaks costs one piece. */
import { ApiError } from "@/api/client";

/** What the server says of a file; it is whole when `offset` is `size`. */
export interface Arriving {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly offset: number;
  /** How many bytes a piece holds at most. */
  readonly piece: number;
}

/** How the server is spoken to. */
export interface Wire {
  begin(name: string, size: number): Promise<Arriving>;
  read(id: string): Promise<Arriving>;
  send(id: string, offset: number, piece: Blob, signal: AbortSignal): Promise<Arriving>;
}

export interface Progress {
  readonly sent: number;
  /** Whether the connection is lost, and will be tried again. */
  readonly isWaiting: boolean;
}

interface Sending {
  readonly file: File;
  /** The upload that this file began before, where one is remembered. */
  readonly known: string | null;
  readonly wire: Wire;
  readonly signal: AbortSignal;
  /** Waits so many milliseconds, or until it is worth trying again. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly onBegun: (upload: Arriving) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly now?: () => number;
}

export const FIRST_PIECE = 500_000;
const SMALLEST_PIECE = 100_000;
const QUICK = 400;
const SLOW = 2_000;
const WAITS = [1_000, 2_000, 4_000, 8_000, 15_000];

/** The next piece's size: twice as large while pieces travel quickly, half where they are slow. */
export function nextPiece(size: number, milliseconds: number, most: number): number {
  if (milliseconds < QUICK) return Math.min(size * 2, most);
  return milliseconds > SLOW ? Math.max(Math.round(size / 2), SMALLEST_PIECE) : Math.min(size, most);
}

const DISK_FULL = 507;

/** Whether the same may go well later: no answer, or a server that fails or starts again, but not one without room. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && error.status !== DISK_FULL && (error.status === 0 || error.status >= 500);
}

function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

/** Sends what the server does not have yet, through lost connections, until the file is whole. Throws what cannot be cured by waiting. */
export async function sendFile(sending: Sending): Promise<Arriving> {
  const { file, signal, wire, onProgress, now = Date.now } = sending;
  let upload = await patiently(sending, 0, () => begun(sending));
  signal.throwIfAborted();
  sending.onBegun(upload);
  let size = Math.min(FIRST_PIECE, upload.piece);
  while (upload.offset < upload.size) {
    const { id, offset, piece } = upload;
    onProgress({ sent: offset, isWaiting: false });
    const start = now();
    const next = file.slice(offset, offset + size);
    upload = await patiently(sending, offset, (isAgain) =>
      isAgain ? wire.read(id) : wire.send(id, offset, next, signal).catch((error) => trueOffset(wire, id, error)),
    );
    size = nextPiece(size, now() - start, piece);
    signal.throwIfAborted();
  }
  onProgress({ sent: upload.size, isWaiting: false });
  return upload;
}

async function begun({ file, known, wire }: Sending): Promise<Arriving> {
  if (known === null) return wire.begin(file.name, file.size);
  return wire.read(known).catch((error: unknown) => {
    if (hasStatus(error, 404)) return wire.begin(file.name, file.size);
    throw error;
  });
}

/** Another window sent the same piece: where the file ends now. */
function trueOffset(wire: Wire, id: string, error: unknown): Promise<Arriving> {
  return hasStatus(error, 409) ? wire.read(id) : Promise.reject(error);
}

/** Does it, again and again while the connection is lost; `isAgain` says that an answer may have been lost on its way. */
async function patiently(
  { signal, wait, onProgress }: Sending,
  sent: number,
  act: (isAgain: boolean) => Promise<Arriving>,
): Promise<Arriving> {
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await act(tries > 0);
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      onProgress({ sent, isWaiting: true });
      await wait(WAITS[Math.min(tries, WAITS.length - 1)] ?? 0, signal);
    }
  }
}
