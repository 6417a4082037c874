import { dayStartMs, readCorpusInfo } from '../../artifacts/corpus.ts';
import { concatPredictions } from '../../artifacts/predictions.ts';
import type { Predictions } from '../../artifacts/predictions.ts';
import { neRisePercent } from '../../evaluation/ne-difference.ts';
import { normalizedEntropy } from '../../evaluation/normalized-entropy.ts';
import type { DayPart } from '../predict-kept-model.ts';
import { openPredictor, runOf } from './analysis.ts';
import type { Analysis } from './analysis.ts';

const HOUR_MS = 3600 * 1000;

/**
 * Table 3b of Zheng 2025: the final model's NE on what lies 42 to 48 hours before the end of training, less its
 * NE on the last 6 hours. A representation that moves on with the stream has forgotten the older part.
 */
export const recency: Analysis = {
  title: 'how far the final model has moved on from two days before (Table 3b)',
  meaning: {
    ne_older: 'NE on the older hours',
    ne_recent: 'NE on the last hours of training',
    difference: 'NE older less NE recent; smaller is better',
    difference_percent: 'the same in percent of NE recent',
    held_out_difference: 'the difference on held-out user-days, which no model trained on',
  },
  parameters: {
    hoursBack: {
      text: 'hours from the start of the older part to the end of training',
      initial: 48,
    },
    hoursLong: { text: 'hours of the older and of the recent part', initial: 6 },
  },
  needs: 'run',
  async measure(input, { hoursBack, hoursLong }) {
    const run = runOf(input, 'recency');
    const info = readCorpusInfo(run.corpus);
    const endMs = dayStartMs(info, run.lastDay + 1);
    const predict = await openPredictor(input);
    const neOf = async (fromMs: number, only: DayPart['only']): Promise<Ne> => {
      const toMs = fromMs + hoursLong * HOUR_MS;
      const parts: Predictions[] = [];
      for (let day = run.firstDay; day <= run.lastDay; day++) {
        if (dayStartMs(info, day + 1) <= fromMs || dayStartMs(info, day) >= toMs) continue;
        const ofDay = await predict(run.folder, run.lastDay, { day, only });
        parts.push(between(ofDay, fromMs, toMs));
      }
      const all = concatPredictions(parts);
      return { ne: normalizedEntropy(all), impressions: all.label.length };
    };
    const olderMs = endMs - hoursBack * HOUR_MS;
    const recentMs = endMs - hoursLong * HOUR_MS;
    const older = await neOf(olderMs, 'all');
    const recent = await neOf(recentMs, 'all');
    const heldOutOlder = await neOf(olderMs, 'held-out');
    const heldOutRecent = await neOf(recentMs, 'held-out');
    return {
      figures: {
        ne_older: older.ne,
        ne_recent: recent.ne,
        difference: older.ne - recent.ne,
        difference_percent: neRisePercent(older.ne, recent.ne),
        held_out_difference: heldOutOlder.ne - heldOutRecent.ne,
      },
      detail: {
        impressions_older: older.impressions,
        impressions_recent: recent.impressions,
        held_out_impressions_older: heldOutOlder.impressions,
        held_out_impressions_recent: heldOutRecent.impressions,
      },
    };
  },
};

interface Ne {
  readonly ne: number;
  readonly impressions: number;
}

function between(predictions: Predictions, fromMs: number, toMs: number): Predictions {
  const kept = Array.from(predictions.timeMs.keys()).filter(
    (i) => predictions.timeMs[i] >= fromMs && predictions.timeMs[i] < toMs,
  );
  return {
    userIndex: Int32Array.from(kept, (i) => predictions.userIndex[i]),
    itemIndex: Int32Array.from(kept, (i) => predictions.itemIndex[i]),
    timeMs: Float64Array.from(kept, (i) => predictions.timeMs[i]),
    label: Uint8Array.from(kept, (i) => predictions.label[i]),
    probability: Float32Array.from(kept, (i) => predictions.probability[i]),
  };
}
