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
  const picture = await createImageBitmap(file);
  if (isOwn) return pictureValues(stretched(pixelsOf(picture, picture.width, picture.height), width, height), channels);
  return pictureValues(pixelsOf(picture, width, height), channels);
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
