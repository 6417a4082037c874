// Texts in batches of nearly equal length, so that little is padded.
import { setImmediate } from 'node:timers/promises';

const TEXTS_PER_BATCH = 32;

/**
 * Embeds texts in the order of their lengths.
 *
 * @param texts token ids of each
 * @param width D
 * @param embed token ids of a batch to D floats for each
 * @returns D floats for each text, in the order of `texts`
 */
export async function embedByLength(
  texts: readonly (readonly number[])[],
  width: number,
  embed: (batch: readonly (readonly number[])[]) => Float32Array | Promise<Float32Array>,
): Promise<Float32Array> {
  const order = texts.map((_, i) => i).sort((a, b) => texts[a].length - texts[b].length || a - b);
  const vectors_BD = new Float32Array(texts.length * width);
  for (let start = 0; start < order.length; start += TEXTS_PER_BATCH) {
    const batch = order.slice(start, start + TEXTS_PER_BATCH);
    const rows = await embed(batch.map((i) => texts[i]));
    batch.forEach((i, row) =>
      vectors_BD.set(rows.subarray(row * width, (row + 1) * width), i * width),
    );
    // As between batches of pictures.
    await setImmediate();
  }
  return vectors_BD;
}
