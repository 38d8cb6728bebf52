/** Base64 as bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Base64 as little-endian 32-bit floats. */
export function floatsOf(text: string): number[] {
  const bytes = bytesOf(text);
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length >> 2 }, (_, place) => view.getFloat32(place * 4, true));
}
