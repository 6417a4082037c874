// A picture as an encoder wants it: a square of the model's size.
import { decodeRgb } from './decode-rgb.ts';
import type { PictureBox, PixelArea } from './picture-box.ts';
import { resampleRgb } from './resample.ts';
import type { PictureKernel } from './resample.ts';
import type { SharpPicture } from './sharp.ts';
import { withMeasuredPicture, withPicture } from './with-picture.ts';
import type { PictureFile, PictureSize } from './with-picture.ts';

/** How a picture becomes a square. */
export interface PictureShape {
  /** Side of the square. */
  readonly size: number;
  /** To what the shorter side is scaled before the middle is cut out; null: the whole picture is squeezed into the square. */
  readonly shorterSide: number | null;
  readonly kernel: PictureKernel;
}

/** A square of `size` times `size` pixels. */
export interface PreparedPicture {
  /** Pixel by pixel, row by row: red, green, blue, 0 to 255. */
  readonly rgb: Uint8Array;
  readonly size: number;
}

/** The square in the middle of a picture, as CLIP and most of its kin are trained. */
export function middleSquare(size: number): PictureShape {
  return { size, shorterSide: size, kernel: 'cubic' };
}

/**
 * Shrinks with a kernel that averages over all pixels, as PIL and so Hugging Face's processors in Python do. What is
 * smaller is enlarged as PIL does it: sharp would be half a pixel off.
 *
 * @param box what is taken for the picture; null: all of it
 * @throws as `withPicture`
 */
export function preparePicture(
  bytes: Uint8Array,
  shape: PictureShape,
  box: PictureBox | null = null,
): Promise<PreparedPicture> {
  return withPicture(bytes, (picture, from) => prepare(picture, from, shape), box);
}

/**
 * The same of a picture that was measured before: decoding begins at once.
 *
 * @param area what is taken for the picture; null: all of it
 * @throws as `withMeasuredPicture`
 */
export function prepareMeasuredPicture(
  source: PictureFile,
  upright: PictureSize,
  shape: PictureShape,
  area: PixelArea | null,
): Promise<PreparedPicture> {
  const work = (picture: SharpPicture, from: PictureSize) => prepare(picture, from, shape);
  return withMeasuredPicture(source, upright, work, area);
}

async function prepare(
  picture: SharpPicture,
  from: PictureSize,
  { size, shorterSide, kernel }: PictureShape,
): Promise<PreparedPicture> {
  const to = shorterSide === null ? { width: size, height: size } : scale(from, shorterSide);
  const square = {
    left: Math.floor((to.width - size) / 2),
    top: Math.floor((to.height - size) / 2),
    ...{ width: size, height: size },
  };
  if (from.width < to.width || from.height < to.height) {
    return { rgb: resampleRgb(await decodeRgb(picture), from, to, kernel, square), size };
  }
  const shrunk = picture
    .resize(to.width, to.height, { fit: 'fill', kernel, fastShrinkOnLoad: false })
    .extract(square);
  return { rgb: await decodeRgb(shrunk), size };
}

function scale({ width, height }: PictureSize, shorterSide: number): PictureSize {
  const shorter = Math.min(width, height);
  const scaled = (side: number): number =>
    Math.max(shorterSide, Math.floor((side * shorterSide) / shorter));
  return { width: scaled(width), height: scaled(height) };
}
