// Pairs as CLIP takes them: pixels and tokens.
import type { Modality, TextGraphEncoder } from '../clip/graph-encoders.ts';
import { tf } from '../engine/tf.ts';
import { loadPixels } from '../pairs/load-pixels.ts';
import type { Augmentation, PixelForm } from '../pairs/load-pixels.ts';
import { tokensOf } from '../pairs/pair-table.ts';
import type { PairTable } from '../pairs/pair-table.ts';
import { groupsAndWeights } from './pair-source.ts';
import type { PairSource } from './pair-source.ts';
import type { EncoderFeeds } from './trainer.ts';

/** How a model takes pairs. */
export interface PairForm {
  readonly pixels: PixelForm;
  readonly textFeeds: TextGraphEncoder['feeds'];
}

/** Pictures are decoded again for every batch, and cropped as chance has it. */
export function clipPairs(
  table: PairTable,
  { pixels: form, textFeeds }: PairForm,
  augmentation: Omit<Augmentation, 'epoch'>,
): PairSource {
  const { size } = form.shape;
  const floats = 3 * size * size;
  return {
    rows: table,
    async load(pairs, epoch) {
      const drawn = epoch === null ? null : { ...augmentation, epoch };
      const pixels = await loadPixels(table, pairs, form, drawn);
      const feeds = (modality: Modality, from: number, to: number): EncoderFeeds => {
        if (modality === 'picture') {
          const part = pixels.subarray(from * floats, to * floats);
          return { pixels: tf.tensor4d(part, [to - from, 3, size, size]) };
        }
        const texts = Array.from(pairs.subarray(from, to), (pair) =>
          tokensOf(table.texts, table.text_N[pair]),
        );
        return textFeeds(texts);
      };
      return { size: pairs.length, feeds, ...groupsAndWeights(table, pairs) };
    },
  };
}
