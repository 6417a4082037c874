// What is kept of each epoch of contrastive training.
import type { PairRetrieval } from '../pairs/pair-queries.ts';
import { amount, figure, list, nullable, objectOf } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import type { SELECTED_BY } from './train-clip-settings.ts';

const direction = objectOf({
  queries: amount,
  searched: amount,
  'hits@1': figure,
  'hits@5': figure,
  mrr: figure,
  /** Of hits@5, 95 % over queries; null where all want the same. */
  ci95: nullable(list(figure)),
  /** What hits@5 is by chance. */
  chance: figure,
});

/** Epoch 0 is the model that training began with. */
export const clipEpochSchema = objectOf({
  epoch: amount,
  /** Mean over the epoch's steps; null before the first. */
  train_loss: nullable(figure),
  /** e^logit_scale: what cosines are multiplied by. */
  scale: figure,
  /** Of held-out pairs; null where none is. */
  text_to_picture: nullable(direction),
  picture_to_text: nullable(direction),
});
export type ClipEpoch = InferOutput<typeof clipEpochSchema>;
export type ClipDirection = InferOutput<typeof direction>;

export function directionsOf(
  measured: PairRetrieval | null,
): Pick<ClipEpoch, 'text_to_picture' | 'picture_to_text'> {
  if (measured === null) return { text_to_picture: null, picture_to_text: null };
  const toJson = ({ queries, searched, figures }: PairRetrieval['textToPicture']) => {
    const { ci95 } = figures['hits@5'];
    return {
      ...{ queries, searched },
      'hits@1': figures['hits@1'].value,
      'hits@5': figures['hits@5'].value,
      mrr: figures.mrr.value,
      ci95: ci95 === undefined ? null : [...ci95],
      chance: figures['hits@5'].chance,
    };
  };
  return {
    text_to_picture: toJson(measured.textToPicture),
    picture_to_text: toJson(measured.pictureToText),
  };
}

type SelectedBy = (typeof SELECTED_BY)[number];

/** 6/7 and 6/7 have the mean of 5/7 and 1, but for the last bit of what floats make of them. */
const ROUNDED_TO = 1e9;

/** The figure that epochs are selected by; undefined where nothing is held out. */
export function scoreOf(
  { text_to_picture: forth, picture_to_text: back }: ClipEpoch,
  by: SelectedBy,
): number | undefined {
  if (forth === null || back === null) return undefined;
  return Math.round(((forth[by] + back[by]) / 2) * ROUNDED_TO) / ROUNDED_TO;
}

/**
 * The best; among those of one score that of the best mrr, as few held-out pairs are soon all found; of those the first.
 * Where nothing is held out the last.
 */
export function bestClipEpoch(history: readonly ClipEpoch[], by: SelectedBy): ClipEpoch {
  const score = (each: ClipEpoch): number => scoreOf(each, by) ?? each.epoch;
  const isBetter = (each: ClipEpoch, than: ClipEpoch): boolean => {
    const more = score(each) - score(than);
    return more > 0 || (more === 0 && (scoreOf(each, 'mrr') ?? 0) > (scoreOf(than, 'mrr') ?? 0));
  };
  return history.reduce((best, each) => (isBetter(each, best) ? each : best));
}
