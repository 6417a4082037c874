// A picture as an encoder wants it: the middle square, at the model's size.
import { loadSharp } from './sharp.ts';
import type { SharpPicture } from './sharp.ts';

/** A picture whose shorter side is `size`, and the square in its middle. */
export interface PreparedPicture {
  /** Pixel by pixel, row by row: red, green, blue, 0 to 255. */
  readonly rgb: Uint8Array;
  readonly size: number;
}

/** Larger ones are refused: a small file can hold a picture that does not fit into memory. */
export const MOST_PIXELS = 200e6;

/**
 * Reads, turns as its EXIF says, puts transparent parts on white, converts to sRGB, shrinks with a cubic kernel that
 * averages over all pixels (as PIL and so Hugging Face's processors in Python do) and cuts out the middle. Of an
 * animated picture the first frame is taken.
 *
 * @throws Error in the words of the decoder where it is no picture, cut short, or above 200 million pixels
 */
export async function preparePicture(bytes: Uint8Array, size: number): Promise<PreparedPicture> {
  const sharp = loadSharp();
  const open = (): SharpPicture => sharp(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS });
  const { width, height } = (await open().metadata()).autoOrient;
  const shorter = Math.min(width, height);
  const scaled = (side: number): number => Math.max(size, Math.floor((side * size) / shorter));
  const [wide, high] = [scaled(width), scaled(height)];
  const { data, info } = await open()
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColorspace('srgb')
    .resize(wide, high, { fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false })
    .extract({
      left: Math.floor((wide - size) / 2),
      top: Math.floor((high - size) / 2),
      width: size,
      height: size,
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgb: toRgb(data, info.channels), size };
}

/** Gray pictures have one channel. */
function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0; i < data.length / channels; i++) rgb.fill(data[i * channels], 3 * i, 3 * i + 3);
  return rgb;
}
