// The vectors of pairs that are not trained on, and how well they find each other.
import { textInputs } from '../clip/graph-encoders.ts';
import type { Modality } from '../clip/graph-encoders.ts';
import { tf } from '../engine/tf.ts';
import { loadPixels } from '../pairs/load-pixels.ts';
import type { Augmentation, PixelForm } from '../pairs/load-pixels.ts';
import { heldOutRetrieval } from '../pairs/pair-queries.ts';
import type { PairRetrieval } from '../pairs/pair-queries.ts';
import { tokensOf } from '../pairs/pair-table.ts';
import type { PairTable } from '../pairs/pair-table.ts';
import { prefetch } from '../pairs/prefetch.ts';
import { concat } from '../util/concat.ts';
import type { ContrastiveTrainer, EncoderFeeds, PairInputs } from './trainer.ts';

/** How a model takes pairs. */
export interface PairForm {
  readonly pixels: PixelForm;
  readonly endToken: number | null;
}

/** Pairs that go through the encoders at once where nothing is learned from them. */
const PAIRS_AT_ONCE = 32;

/** The pictures and texts of some pairs, as a trainer takes them. @param pairs by their index */
export async function loadPairs(
  table: PairTable,
  pairs: Int32Array,
  { pixels: form, endToken }: PairForm,
  augmentation: Augmentation | null,
): Promise<PairInputs> {
  const pixels = await loadPixels(table, pairs, form, augmentation);
  const { size } = form.shape;
  const feeds = (modality: Modality, from: number, to: number): EncoderFeeds => {
    if (modality === 'picture') {
      const floats = 3 * size * size;
      const part = pixels.subarray(from * floats, to * floats);
      return { pixels: tf.tensor4d(part, [to - from, 3, size, size]) };
    }
    const texts = Array.from(pairs.subarray(from, to), (pair) =>
      tokensOf(table.texts, table.text_N[pair]),
    );
    return { ...textInputs(texts, endToken) };
  };
  return { size: pairs.length, feeds, groups: pairs.map((pair) => table.group_N[pair]) };
}

/** Retrieval among pairs, both ways. @param onPairs is told of each part that is done, and may throw */
export async function evaluatePairs(
  trainer: ContrastiveTrainer,
  table: PairTable,
  pairs: Int32Array,
  form: PairForm,
  onPairs: (done: number) => void,
): Promise<PairRetrieval> {
  const parts = Array.from({ length: Math.ceil(pairs.length / PAIRS_AT_ONCE) }, (_, part) =>
    pairs.subarray(part * PAIRS_AT_ONCE, (part + 1) * PAIRS_AT_ONCE),
  );
  const vectors: Record<Modality, Float32Array[]> = { picture: [], text: [] };
  let done = 0;
  for await (const { value } of prefetch(parts, (part) => loadPairs(table, part, form, null))) {
    for (const modality of ['picture', 'text'] as const) {
      vectors[modality].push(trainer.embed(modality, value.feeds(modality, 0, value.size)));
    }
    done += value.size;
    onPairs(done);
  }
  const of = (column: Int32Array): Int32Array => pairs.map((pair) => column[pair]);
  const pictures_ND = concat(vectors.picture, Float32Array);
  return heldOutRetrieval({
    ...{
      pictures_ND,
      texts_ND: concat(vectors.text, Float32Array),
      width: pictures_ND.length / pairs.length,
    },
    ...{ picture_N: of(table.picture_N), text_N: of(table.text_N), group_N: of(table.group_N) },
  });
}
