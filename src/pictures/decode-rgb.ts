// The pixels of a picture.
import type { SharpPicture } from './sharp.ts';

/** Pixel by pixel, row by row: red, green, blue, 0 to 255. */
export async function decodeRgb(picture: SharpPicture): Promise<Uint8Array> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return data;
  // Gray pictures have one channel.
  const rgb = new Uint8Array((data.length / info.channels) * 3);
  for (let i = 0; i < data.length / info.channels; i++)
    rgb.fill(data[i * info.channels], 3 * i, 3 * i + 3);
  return rgb;
}
