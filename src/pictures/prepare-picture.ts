// A picture as an encoder wants it: the middle square, at the model's size.
import { decodeRgb } from './decode-rgb.ts';
import type { PictureBox } from './picture-box.ts';
import { resampleRgb } from './resample.ts';
import type { SharpPicture } from './sharp.ts';
import { withPicture } from './with-picture.ts';
import type { PictureSize } from './with-picture.ts';

/** A picture whose shorter side is `size`, and the square in its middle. */
export interface PreparedPicture {
  /** Pixel by pixel, row by row: red, green, blue, 0 to 255. */
  readonly rgb: Uint8Array;
  readonly size: number;
}

/**
 * Shrinks with a cubic kernel that averages over all pixels (as PIL and so Hugging Face's processors in Python do) and cuts
 * out the middle. What is smaller is enlarged as PIL does it: sharp would be half a pixel off.
 *
 * @param box what is taken for the picture; null: all of it
 * @throws as `withPicture`
 */
export function preparePicture(
  bytes: Uint8Array,
  size: number,
  box: PictureBox | null = null,
): Promise<PreparedPicture> {
  const prepare = async (picture: SharpPicture, from: PictureSize): Promise<PreparedPicture> => {
    const shorter = Math.min(from.width, from.height);
    const scaled = (side: number): number => Math.max(size, Math.floor((side * size) / shorter));
    const to = { width: scaled(from.width), height: scaled(from.height) };
    const square = {
      left: Math.floor((to.width - size) / 2),
      top: Math.floor((to.height - size) / 2),
      ...{ width: size, height: size },
    };
    if (shorter < size) {
      return { rgb: resampleRgb(await decodeRgb(picture), from, to, 'cubic', square), size };
    }
    const shrunk = picture
      .resize(to.width, to.height, { fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false })
      .extract(square);
    return { rgb: await decodeRgb(shrunk), size };
  };
  return withPicture(bytes, prepare, box);
}
