// Two encoders side by side, or their mean.
import { normalizeRows } from './encoder.ts';
import type { Encoder, EncoderInput } from './encoder.ts';

/**
 * The vectors of both, one behind the other, scaled to length 1 as a whole: each counts half. An item without a text or
 * without a picture has zeros there, and the other's part counts whole.
 */
export function joinEncoders(text: Encoder, picture: Encoder): Encoder {
  return addEncoders(text, picture, text.width);
}

/**
 * The mean of both, scaled to length 1: for encoders whose vectors lie in one space. An item without a text or without a
 * picture has the other's vector.
 *
 * @param picture of the same width
 */
export function averageEncoders(text: Encoder, picture: Encoder): Encoder {
  return addEncoders(text, picture, 0);
}

/** @param column at which the picture's vectors are added */
function addEncoders(text: Encoder, picture: Encoder, column: number): Encoder {
  const width = column + picture.width;
  return {
    width,
    pictures: picture.pictures,
    readsText: true,
    files: { ...text.files, ...picture.files },
    async encode(inputs) {
      const vectors_BD = new Float32Array(inputs.length * width);
      await addPart(vectors_BD, 0, inputs, text, (input) => input.text !== null);
      await addPart(vectors_BD, column, inputs, picture, (input) => input.picture !== null);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };

  async function addPart(
    vectors_BD: Float32Array,
    firstColumn: number,
    inputs: readonly EncoderInput[],
    encoder: Encoder,
    has: (input: EncoderInput) => boolean,
  ): Promise<void> {
    const rows = inputs.flatMap((input, row) => (has(input) ? [row] : []));
    const part = await encoder.encode(rows.map((row) => inputs[row]));
    rows.forEach((row, i) => {
      const start = row * width + firstColumn;
      for (let j = 0; j < encoder.width; j++) vectors_BD[start + j] += part[i * encoder.width + j];
    });
  }
}
