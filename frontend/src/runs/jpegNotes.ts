const START = 0xffd8;
const MARK = 0xff;
const NOTES = 0xe1; // where a camera says, among other things, how the picture is to be turned
const IGNORED = 0xef;
const PIXELS = 0xda;

/** A JPEG of which nothing says that it is to be turned, since browsers would do so; any other file as it is. */
export function withoutNotes(file: ArrayBuffer): ArrayBuffer {
  const bytes = new DataView(file.slice());
  if (bytes.byteLength < 2 || bytes.getUint16(0) !== START) return file;
  let at = 2;
  while (at + 4 <= bytes.byteLength && bytes.getUint8(at) === MARK && bytes.getUint8(at + 1) !== PIXELS) {
    if (bytes.getUint8(at + 1) === NOTES) bytes.setUint8(at + 1, IGNORED);
    at += 2 + bytes.getUint16(at + 2);
  }
  return bytes.buffer;
}
