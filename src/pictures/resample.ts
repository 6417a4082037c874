// PIL's resizing, to the last bit.
import type { PixelArea } from './picture-box.ts';
import type { PictureSize } from './with-picture.ts';

/** What a pixel is made from; each kernel is stretched over all pixels that become one. */
export type PictureKernel = 'cubic' | 'linear';

interface Kernel {
  /** How far it reaches, in pixels. */
  readonly reach: number;
  /** How much a pixel counts at a distance. */
  readonly weigh: (distance: number) => number;
}

const KERNELS: Readonly<Record<PictureKernel, Kernel>> = {
  cubic: {
    reach: 2,
    weigh(distance) {
      const d = Math.abs(distance);
      if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
      return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    },
  },
  linear: { reach: 1, weigh: (distance) => Math.max(0, 1 - Math.abs(distance)) },
};

/** PIL sums whole numbers: weights are scaled by 2^22. */
const PRECISION_BITS = 22;
const CHANNELS = 3;

/**
 * Resizes as Pillow's `Image.resize` does with BICUBIC or BILINEAR (libImaging/Resample.c, 8 bits a channel): first each
 * row, then each column, rounded to whole levels between. (Pillow 13 begins with the columns where the width grows and
 * the height does not.) sharp's enlarging is half a pixel off, and it shrinks by more than four in two steps.
 *
 * @param rgb row by row: red, green, blue
 * @param area of the resized picture the part that is made
 */
export function resampleRgb(
  rgb: Uint8Array,
  from: PictureSize,
  to: PictureSize,
  kernel: PictureKernel,
  area: PixelArea = { left: 0, top: 0, ...to },
): Uint8Array {
  const { width, height } = area;
  const across = weightsOf(from.width, to.width, KERNELS[kernel], area.left, width);
  const rows = new Uint8Array(from.height * width * CHANNELS);
  for (let y = 0; y < from.height; y++) {
    const start = y * from.width * CHANNELS;
    for (let x = 0; x < width; x++) {
      const first = start + across.first[x] * CHANNELS;
      weighPixel(rgb, first, CHANNELS, across, x, rows, (y * width + x) * CHANNELS);
    }
  }
  const down = weightsOf(from.height, to.height, KERNELS[kernel], area.top, height);
  const resized = new Uint8Array(height * width * CHANNELS);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const first = (down.first[y] * width + x) * CHANNELS;
      const target = (y * width + x) * CHANNELS;
      weighPixel(rows, first, width * CHANNELS, down, y, resized, target);
    }
  }
  return resized;
}

/** What each pixel of a resized row is made from. */
interface Weights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` a pixel, those beyond its count unused. */
  readonly weights: Int32Array;
  readonly most: number;
}

/** Of the pixels from `start` on, `length` of them. */
function weightsOf(
  from: number,
  to: number,
  { reach, weigh }: Kernel,
  start: number,
  length: number,
): Weights {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const support = reach * stretch;
  const most = Math.ceil(support) * 2 + 1;
  const [first, count] = [new Int32Array(length), new Int32Array(length)];
  const weights = new Int32Array(length * most);
  for (let i = 0; i < length; i++) {
    const center = (start + i + 0.5) * scale;
    first[i] = Math.max(0, Math.trunc(center - support + 0.5));
    count[i] = Math.min(from, Math.trunc(center + support + 0.5)) - first[i];
    const shares = Array.from({ length: count[i] }, (_, j) =>
      weigh((j + first[i] - center + 0.5) * (1 / stretch)),
    );
    const sum = shares.reduce((total, share) => total + share, 0);
    shares.forEach((share, j) => {
      const weight = share * (1 / sum) * (1 << PRECISION_BITS);
      weights[i * most + j] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    });
  }
  return { first, count, weights, most };
}

/** One pixel of the target from those of the source, `step` values apart. */
function weighPixel(
  source: Uint8Array,
  start: number,
  step: number,
  { count, weights, most }: Weights,
  i: number,
  target: Uint8Array,
  at: number,
): void {
  let red = HALF;
  let green = HALF;
  let blue = HALF;
  for (let j = 0, from = start; j < count[i]; j++, from += step) {
    const weight = weights[i * most + j];
    red += source[from] * weight;
    green += source[from + 1] * weight;
    blue += source[from + 2] * weight;
  }
  target[at] = toLevel(red);
  target[at + 1] = toLevel(green);
  target[at + 2] = toLevel(blue);
}

/** For rounding. */
const HALF = 1 << (PRECISION_BITS - 1);

function toLevel(sum: number): number {
  return Math.min(255, Math.max(0, sum >> PRECISION_BITS));
}
