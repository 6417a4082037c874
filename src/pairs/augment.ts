// What chance does to a picture: a crop, and which side is left.
import type { PixelArea } from '../pictures/picture-box.ts';
import type { PictureSize } from '../pictures/with-picture.ts';
import type { ShareRange } from '../schema/list-kinds.ts';
import { Rng } from '../util/rng.ts';

/** Width over height of a crop lies between these, evenly in its logarithm. */
const LEAST_RATIO = 3 / 4;
const MOST_RATIO = 4 / 3;
const TRIES = 10;

/**
 * The part of a picture that is squeezed into the square, drawn as torchvision's RandomResizedCrop does, which open_clip
 * trains with: a share of the area, a ratio of the sides, a place. Where no draw fits into the picture, its middle, cut no
 * more than the ratios ask.
 *
 * @see Szegedy et al. 2015 (Going deeper with convolutions)
 */
export function randomCrop({ width, height }: PictureSize, area: ShareRange, rng: Rng): PixelArea {
  for (let i = 0; i < TRIES; i++) {
    const target = width * height * (area.from + (area.to - area.from) * rng.uniform());
    const ratio = LEAST_RATIO * (MOST_RATIO / LEAST_RATIO) ** rng.uniform();
    const wide = Math.round(Math.sqrt(target * ratio));
    const high = Math.round(Math.sqrt(target / ratio));
    if (wide < 1 || wide > width || high < 1 || high > height) continue;
    const [left, top] = [rng.int(width - wide + 1), rng.int(height - high + 1)];
    return { left, top, width: wide, height: high };
  }
  return middleCrop({ width, height });
}

function middleCrop({ width, height }: PictureSize): PixelArea {
  const ratio = width / height;
  const wide = ratio > MOST_RATIO ? Math.round(height * MOST_RATIO) : width;
  const high = ratio < LEAST_RATIO ? Math.round(width / LEAST_RATIO) : height;
  return {
    left: Math.floor((width - wide) / 2),
    top: Math.floor((height - high) / 2),
    ...{ width: wide, height: high },
  };
}

/** The chance of one item in one epoch: whatever batch it is in, and whatever was drawn before. */
export function chanceOf(seed: number, epoch: number, itemId: number | string): Rng {
  return Rng.fromSeed(seed).split('augment').split(epoch).split(itemId);
}

/** Turns a square picture left to right, in place. @param rgb pixel by pixel, row by row */
export function flip(rgb: Uint8Array, size: number): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size >> 1; x++) {
      const [a, b] = [3 * (y * size + x), 3 * (y * size + size - 1 - x)];
      for (let c = 0; c < 3; c++) [rgb[a + c], rgb[b + c]] = [rgb[b + c], rgb[a + c]];
    }
  }
}
