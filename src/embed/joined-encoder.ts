// Two encoders side by side.
import { normalizeRows } from './encoder.ts';
import type { Encoder, EncoderInput } from './encoder.ts';

/**
 * The vectors of both, one behind the other, scaled to length 1 as a whole: each counts half. An item without a text or
 * without a picture has zeros there, and the other's part counts whole.
 */
export function joinEncoders(text: Encoder, picture: Encoder): Encoder {
  const width = text.width + picture.width;
  return {
    width,
    pictureSize: picture.pictureSize,
    readsText: true,
    files: { ...text.files, ...picture.files },
    async encode(inputs) {
      const vectors_BD = new Float32Array(inputs.length * width);
      await place(vectors_BD, 0, inputs, text, (input) => input.text !== null);
      await place(vectors_BD, text.width, inputs, picture, (input) => input.picture !== null);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };

  async function place(
    vectors_BD: Float32Array,
    column: number,
    inputs: readonly EncoderInput[],
    encoder: Encoder,
    has: (input: EncoderInput) => boolean,
  ): Promise<void> {
    const rows = inputs.flatMap((input, row) => (has(input) ? [row] : []));
    const part = await encoder.encode(rows.map((row) => inputs[row]));
    rows.forEach((row, i) => {
      const vector = part.subarray(i * encoder.width, (i + 1) * encoder.width);
      vectors_BD.set(vector, row * width + column);
    });
  }
}
