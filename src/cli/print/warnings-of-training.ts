// What is warned of when `sid train-clip` has trained: a model that is worse, or none that is better.
import { join } from 'node:path';
import { bestClipEpoch, scoreOf } from '../../contrastive/clip-epoch.ts';
import type { ClipEpoch } from '../../contrastive/clip-epoch.ts';
import type { TrainClipSettings } from '../../contrastive/train-clip-settings.ts';

/** Fine-tuning is known to ruin what a CLIP could do before. @param out the output folder */
export function warningsOfTraining(
  history: readonly ClipEpoch[],
  { selectedBy, train }: Pick<TrainClipSettings, 'selectedBy' | 'train'>,
  out: string,
): string[] {
  const [start, last] = [history[0], history[history.length - 1]];
  const [before, after] = [scoreOf(start, selectedBy), scoreOf(last, selectedBy)];
  if (before === undefined || after === undefined) return [];
  const best = bestClipEpoch(history, selectedBy).epoch;
  const remedy = ['--learning-rate', ...(train === 'heads' ? [] : ['--train last-2'])].join(', ');
  if (after < before) {
    return [
      `held-out ${selectedBy} fell from ${before.toFixed(3)} to ${after.toFixed(3)}: training took away from what the ` +
        `model could do; the best model is that of epoch ${best}${best === 0 ? ', the one it began with' : ''}. ` +
        `Try a lower ${remedy}, or fewer --epochs`,
    ];
  }
  if (best > 0) return [];
  return [
    `by held-out ${selectedBy} (and mrr among equals) no epoch is better than the model that training began with, ` +
      `which ${out} holds; that of the last epoch is in ${join(out, 'last')}. ${whyNone(start)}`,
  ];
}

function whyNone({ text_to_picture: forth, picture_to_text: back }: ClipEpoch): string {
  if (forth !== null && back !== null && forth.chance === 1 && back.chance === 1) {
    return `${forth.queries} held-out pairs are too few to tell epochs apart: all are among the first five by chance. Hold out more`;
  }
  return 'Try another --learning-rate, or more --epochs';
}
