// The size of the pictures that a detector sees.
import type { PictureSize } from '../pictures/with-picture.ts';

/** Of one size, whatever the picture's shape; or the shape kept, within bounds of its sides. */
export type DetectorSize =
  | { readonly height: number; readonly width: number }
  | { readonly shortestEdge: number; readonly longestEdge: number };

/**
 * The size that a picture is resized to, as Hugging Face's processors of DETR and its kin have it
 * (`get_size_with_aspect_ratio`): the shorter side becomes `shortestEdge`, or less where the longer one would come out
 * above `longestEdge`.
 */
export function detectorSizeOf({ width, height }: PictureSize, size: DetectorSize): PictureSize {
  if ('height' in size) return { height: size.height, width: size.width };
  const { shortestEdge, longestEdge } = size;
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  const isCapped = (longer / shorter) * shortestEdge > longestEdge;
  const exact = isCapped ? (longestEdge * shorter) / longer : shortestEdge;
  const short = Math.max(1, roundHalfToEven(exact));
  const scaled = shorter === short ? longer : Math.floor((exact * longer) / shorter);
  // A strip so narrow that its shorter side is kept at a pixel stays within bounds too.
  const long = Math.min(scaled, longestEdge);
  return width < height ? { width: short, height: long } : { width: long, height: short };
}

/** The same size scaled so that its shorter side is `side`. */
export function scaleDetectorSize(size: DetectorSize, side: number): DetectorSize {
  if ('height' in size) {
    const scale = side / Math.min(size.height, size.width);
    return { height: Math.round(size.height * scale), width: Math.round(size.width * scale) };
  }
  const { shortestEdge, longestEdge } = size;
  return { shortestEdge: side, longestEdge: Math.round((longestEdge * side) / shortestEdge) };
}

/** "of 64 x 80 (height x width)", "with a shorter side of 800, the longer one at most 1333" */
export function describeDetectorSize(size: DetectorSize): string {
  if ('height' in size) return `of ${size.height} x ${size.width} (height x width)`;
  return `with a shorter side of ${size.shortestEdge}, the longer one at most ${size.longestEdge}`;
}

/** Python's `round`. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(value);
}
