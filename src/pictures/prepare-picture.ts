// A picture as an encoder wants it: the middle square, at the model's size.
import { withPicture } from './with-picture.ts';

/** A picture whose shorter side is `size`, and the square in its middle. */
export interface PreparedPicture {
  /** Pixel by pixel, row by row: red, green, blue, 0 to 255. */
  readonly rgb: Uint8Array;
  readonly size: number;
}

/**
 * Shrinks with a cubic kernel that averages over all pixels (as PIL and so Hugging Face's processors in Python do) and cuts
 * out the middle.
 *
 * @throws as `withPicture`
 */
export function preparePicture(bytes: Uint8Array, size: number): Promise<PreparedPicture> {
  return withPicture(bytes, async (picture, { width, height }) => {
    const shorter = Math.min(width, height);
    const scaled = (side: number): number => Math.max(size, Math.floor((side * size) / shorter));
    const [wide, high] = [scaled(width), scaled(height)];
    const { data, info } = await picture
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
  });
}

/** Gray pictures have one channel. */
function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0; i < data.length / channels; i++) rgb.fill(data[i * channels], 3 * i, 3 * i + 3);
  return rgb;
}
