// A part of a picture.
import type { PictureSize } from './with-picture.ts';

/** Corners in fractions of the upright picture's width and height: from (x0, y0) to (x1, y1), each within 0 to 1. */
export interface PictureBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const WHOLE_PICTURE: PictureBox = { x0: 0, y0: 0, x1: 1, y1: 1 };

/** A rectangle in pixels. */
export interface PixelArea extends PictureSize {
  readonly left: number;
  readonly top: number;
}

/** The box in whole pixels, each corner rounded as PIL's `crop` does; at least one pixel. */
export function toPixels(
  { x0, y0, x1, y1 }: PictureBox,
  { width, height }: PictureSize,
): PixelArea {
  const [left, wide] = span(x0, x1, width);
  const [top, high] = span(y0, y1, height);
  return { left, top, width: wide, height: high };
}

function span(from: number, to: number, size: number): [start: number, length: number] {
  const start = Math.min(Math.max(Math.round(from * size), 0), size - 1);
  const end = Math.min(Math.max(Math.round(to * size), start + 1), size);
  return [start, end - start];
}
