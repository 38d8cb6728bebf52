import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/client";
import { type Arriving, nextPiece, type Progress, sendFile, type Wire } from "./upload";

/** A server in memory that keeps what arrives; `failures` are thrown instead of taking the next pieces, `after` it was taken or before. */
class Shelf implements Wire {
  readonly kept = new Map<string, { name: string; size: number; bytes: Uint8Array }>();
  readonly pieces: number[] = [];
  readonly failures: { error: Error; isTaken: boolean }[] = [];

  begin(name: string, size: number): Promise<Arriving> {
    const id = `upload-${this.kept.size}`;
    this.kept.set(id, { name, size, bytes: new Uint8Array() });
    return this.read(id);
  }

  async read(id: string): Promise<Arriving> {
    const found = this.kept.get(id);
    if (!found) throw new ApiError(404, []);
    return { id, name: found.name, size: found.size, offset: found.bytes.length, piece: 3_000_000 };
  }

  async send(id: string, offset: number, piece: Blob): Promise<Arriving> {
    const failure = this.failures.shift();
    if (failure && !failure.isTaken) throw failure.error;
    const found = this.kept.get(id);
    if (found?.bytes.length !== offset) throw new ApiError(409, []);
    this.pieces.push(piece.size);
    found.bytes = new Uint8Array([...found.bytes, ...new Uint8Array(await piece.arrayBuffer())]);
    if (failure) throw failure.error;
    return this.read(id);
  }

  text(id: string): string {
    return new TextDecoder().decode(this.kept.get(id)?.bytes);
  }
}

const LOST = new ApiError(0, []);

async function sent(shelf: Shelf, text: string, known: string | null = null, signal = new AbortController().signal) {
  const waits: number[] = [];
  const told: Progress[] = [];
  const file = new File([text], "houses.csv");
  const upload = await sendFile({
    file,
    known,
    wire: shelf,
    signal,
    wait: async (milliseconds) => void waits.push(milliseconds),
    onBegun: () => {},
    onProgress: (progress) => void told.push(progress),
    now: () => 0,
  });
  return { upload, waits, told };
}

describe("sendFile", () => {
  it("sends a file in pieces that grow while they travel quickly", async () => {
    const shelf = new Shelf();
    const text = "x".repeat(1_700_000);
    const { upload, told } = await sent(shelf, text);
    expect(shelf.pieces).toEqual([500_000, 1_000_000, 200_000]);
    expect(shelf.text(upload.id)).toBe(text);
    expect(told.map((progress) => progress.sent)).toEqual([0, 500_000, 1_500_000, 1_700_000]);
  });

  it("goes on where a remembered upload ends", async () => {
    const shelf = new Shelf();
    const { id } = await shelf.begin("houses.csv", 6);
    await shelf.send(id, 0, new Blob(["abc"]));
    await sent(shelf, "abcdef", id);
    expect(shelf.text(id)).toBe("abcdef");
    expect(shelf.pieces).toEqual([3, 3]);
  });

  it("stops where the server has no room, which waiting does not cure", async () => {
    const shelf = new Shelf();
    shelf.failures.push({ error: new ApiError(507, []), isTaken: false });
    await expect(sent(shelf, "abc")).rejects.toMatchObject({ status: 507 });
  });

  it("begins anew where the server has forgotten the upload", async () => {
    const shelf = new Shelf();
    const { upload } = await sent(shelf, "abc", "forgotten");
    expect(shelf.text(upload.id)).toBe("abc");
  });

  it("waits ever longer for a lost connection, and sends nothing twice", async () => {
    const shelf = new Shelf();
    shelf.failures.push({ error: LOST, isTaken: false }, { error: new ApiError(503, []), isTaken: true });
    const { upload, waits, told } = await sent(shelf, "abc");
    expect(shelf.text(upload.id)).toBe("abc");
    expect(shelf.pieces).toEqual([3]);
    expect(waits).toEqual([1_000, 1_000]);
    expect(told.some((progress) => progress.isWaiting)).toBe(true);
  });

  it("asks where the file ends when another window sent the same", async () => {
    const shelf = new Shelf();
    shelf.failures.push({ error: new ApiError(409, []), isTaken: true });
    const { upload } = await sent(shelf, "abc");
    expect(shelf.text(upload.id)).toBe("abc");
  });

  it("throws a refusal, and stops where it is cancelled", async () => {
    const refusing = new Shelf();
    refusing.failures.push({ error: new ApiError(413, []), isTaken: false });
    await expect(sent(refusing, "abc")).rejects.toMatchObject({ status: 413 });
    await expect(sent(new Shelf(), "abc", null, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
  });
});

it("halves pieces that travel slowly, and keeps to the server's limit", () => {
  expect(nextPiece(1_000_000, 5_000, 8_000_000)).toBe(500_000);
  expect(nextPiece(120_000, 5_000, 8_000_000)).toBe(100_000);
  expect(nextPiece(1_000_000, 1_000, 8_000_000)).toBe(1_000_000);
  expect(nextPiece(6_000_000, 10, 8_000_000)).toBe(8_000_000);
});
