// Pictures in batches.
import { setImmediate } from 'node:timers/promises';
import { writePixels } from '../pictures/picture-tensor.ts';
import type { PictureScale } from '../pictures/picture-tensor.ts';
import type { EncoderInput } from './encoder.ts';

const PICTURES_PER_BATCH = 16;
const CHANNELS = 3;

/**
 * Embeds pictures batch by batch.
 *
 * @param inputs each with a picture
 * @param embed scaled pixels of a batch, channel by channel, to D floats for each picture
 * @returns D floats for each picture
 */
export async function embedPictures(
  inputs: readonly EncoderInput[],
  {
    size,
    scale,
    width,
  }: { readonly size: number; readonly scale: PictureScale; readonly width: number },
  embed: (pixels: Float32Array, numPictures: number) => Float32Array | Promise<Float32Array>,
): Promise<Float32Array> {
  const numFloats = CHANNELS * size * size;
  const vectors_BD = new Float32Array(inputs.length * width);
  for (let start = 0; start < inputs.length; start += PICTURES_PER_BATCH) {
    const batch = inputs.slice(start, start + PICTURES_PER_BATCH);
    const pixels = new Float32Array(batch.length * numFloats);
    batch.forEach(({ picture }, i) => {
      if (picture !== null) writePixels(picture, scale, pixels, i * numFloats);
    });
    vectors_BD.set(await embed(pixels, batch.length), start * width);
    // The tensor engine works in this thread: between batches others read, decode and hear of Ctrl-C.
    await setImmediate();
  }
  return vectors_BD;
}
