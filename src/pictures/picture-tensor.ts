// Pixels to the floats of a model.

/** What a model's training subtracted from and divided by, for red, green and blue on a scale of 0 to 1. */
export interface PictureScale {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const CHANNELS = 3;

/** Writes (value / 255 - mean) / std, channel by channel, at `offset` of the batch. */
export function writePixels(
  { rgb }: { readonly rgb: Uint8Array },
  { mean, std }: PictureScale,
  target: Float32Array,
  offset: number,
): void {
  const numPixels = rgb.length / CHANNELS;
  for (let channel = 0; channel < CHANNELS; channel++) {
    const scale = 1 / (255 * std[channel]);
    const shift = mean[channel] / std[channel];
    const start = offset + channel * numPixels;
    for (let i = 0; i < numPixels; i++)
      target[start + i] = rgb[CHANNELS * i + channel] * scale - shift;
  }
}
