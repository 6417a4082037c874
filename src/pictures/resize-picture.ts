// A whole picture to another size.
import { decodeRgb } from './decode-rgb.ts';
import { resampleRgb } from './resample.ts';
import type { PictureKernel } from './resample.ts';
import { withPicture } from './with-picture.ts';
import type { PictureSize } from './with-picture.ts';

/** A picture of any shape. */
export interface ResizedPicture extends PictureSize {
  /** Pixel by pixel, row by row: red, green, blue, 0 to 255. */
  readonly rgb: Uint8Array;
}

/**
 * Resizes all of a picture as PIL does, without cutting off anything.
 *
 * @param sizeFor its new size, from that which it has when upright
 * @throws as `withPicture`
 */
export function resizePicture(
  bytes: Uint8Array,
  sizeFor: (upright: PictureSize) => PictureSize,
  kernel: PictureKernel,
): Promise<ResizedPicture> {
  return withPicture(bytes, async (picture, upright) => {
    const { width, height } = sizeFor(upright);
    const rgb = resampleRgb(await decodeRgb(picture), upright, { width, height }, kernel);
    return { rgb, width, height };
  });
}
