import { withoutNotes } from "./jpegNotes";
import { pictureValues, stretched } from "./pictureValues";

export interface PictureShape {
  width: number;
  height: number;
  channels: number;
}

/** A picture's file as the network reads it: stretched to its size, as pictures of the data are. It never leaves the browser as a file. */
export async function valuesOfFile(
  file: File,
  { width, height, channels }: PictureShape,
  isOwn: boolean,
): Promise<unknown[][]> {
  if (!isOwn) return pictureValues(pixelsOf(await createImageBitmap(file), width, height), channels);
  const picture = await createImageBitmap(new Blob([withoutNotes(await file.arrayBuffer())]), AS_STORED);
  const pixels = storedPixels(picture) ?? pixelsOf(picture, picture.width, picture.height);
  return pictureValues(stretched(pixels, width, height), channels);
}

/** TensorFlow, which reads pictures for training, neither turns them as a camera noted nor knows of opacity or profiles. */
const AS_STORED: ImageBitmapOptions = { premultiplyAlpha: "none", colorSpaceConversion: "none" };

/** The pixels as they are stored, with the colours of what is transparent, which a canvas that draws would lose; null where that cannot be had. */
function storedPixels(picture: ImageBitmap): ImageData | null {
  const { width, height } = picture;
  const gl = new OffscreenCanvas(1, 1).getContext("webgl");
  if (!gl || Math.max(width, height) > gl.getParameter(gl.MAX_TEXTURE_SIZE)) return null;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const pixels = new ImageData(width, height);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(pixels.data.buffer));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return pixels;
}

/** The pixels of a picture drawn so large; where it is made smaller, each is the mean of what it covers. */
function pixelsOf(picture: ImageBitmap, width: number, height: number): ImageData {
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  if (!pen) throw new Error("This browser draws no pictures.");
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "#fff"; // what shines through a transparent picture
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height);
}
