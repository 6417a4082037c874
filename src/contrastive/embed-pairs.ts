// The vectors of pairs that are not trained on, and how well they find each other.
import { MODALITIES } from '../clip/graph-encoders.ts';
import type { Modality } from '../clip/graph-encoders.ts';
import { heldOutRetrieval } from '../pairs/pair-queries.ts';
import type { PairRetrieval } from '../pairs/pair-queries.ts';
import { prefetch } from '../pairs/prefetch.ts';
import { concat } from '../util/concat.ts';
import type { PairSource } from './pair-source.ts';
import type { ContrastiveTrainer } from './trainer.ts';

/** Pairs that go through the encoders at once where nothing is learned from them. */
const PAIRS_AT_ONCE = 32;

/** Retrieval among pairs, both ways. @param onPairs is told of each part that is done, and may throw */
export async function evaluatePairs(
  trainer: ContrastiveTrainer,
  source: PairSource,
  pairs: Int32Array,
  onPairs: (done: number) => Promise<void>,
): Promise<PairRetrieval> {
  const parts = Array.from({ length: Math.ceil(pairs.length / PAIRS_AT_ONCE) }, (_, part) =>
    pairs.subarray(part * PAIRS_AT_ONCE, (part + 1) * PAIRS_AT_ONCE),
  );
  const vectors: Record<Modality, Float32Array[]> = { picture: [], text: [] };
  let done = 0;
  for await (const { value } of prefetch(parts, (part) => source.load(part, null))) {
    for (const modality of MODALITIES) {
      vectors[modality].push(trainer.embed(modality, value.feeds(modality, 0, value.size)));
    }
    done += value.size;
    await onPairs(done);
  }
  const { picture_N, text_N, group_N } = source.rows;
  const of = (column: Int32Array): Int32Array => pairs.map((pair) => column[pair]);
  const pictures_ND = concat(vectors.picture, Float32Array);
  return heldOutRetrieval({
    ...{
      pictures_ND,
      texts_ND: concat(vectors.text, Float32Array),
      width: pictures_ND.length / pairs.length,
    },
    ...{ picture_N: of(picture_N), text_N: of(text_N), group_N: of(group_N) },
  });
}
