// What all encoders have in common.
import type { PictureShape, PreparedPicture } from '../pictures/prepare-picture.ts';

/** What an encoder may look at of one item; null: the item has none. */
export interface EncoderInput {
  readonly text: string | null;
  readonly picture: PreparedPicture | null;
}

/** Turns items into vectors of one width, each of length 1. */
export interface Encoder {
  /** D */
  readonly width: number;
  /** The squares that pictures come as; null: none is looked at. */
  readonly pictures: PictureShape | null;
  readonly readsText: boolean;
  /** Files whose bytes decide the vectors, for run.json. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * @param inputs each with all that the encoder needs, or, for a joined one, with some of it
   * @returns D floats for each input
   */
  encode(inputs: readonly EncoderInput[]): Promise<Float32Array>;
}

/** Scales each row to length 1. */
export function normalizeRows(rows_BD: Float32Array, width: number): void {
  for (let start = 0; start < rows_BD.length; start += width) {
    let square = 0;
    for (let i = start; i < start + width; i++) square += rows_BD[i] ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = start; i < start + width; i++) rows_BD[i] *= scale;
  }
}
