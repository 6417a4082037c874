// Table 3b: two days before the end against the last hours.
import { dayStartMs, readCorpusInfo } from '../../artifacts/corpus.ts';
import { isHeldOut } from '../../data/held-out.ts';
import { neRisePercent } from '../../metrics/ne-difference.ts';
import { normalizedEntropy } from '../../metrics/normalized-entropy.ts';
import { createPredictor } from '../predict-kept-model.ts';
import { runOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

const HOUR_MS = 3600 * 1000;

/**
 * Table 3b of Zheng 2025: the final model's NE on what lies 42 to 48 hours before the end of training, less its
 * NE on the last 6 hours. A representation that moves on with the stream has forgotten the older part.
 */
export async function measureRecency(
  input: AnalysisInput,
  { hoursBack, hoursLong }: { readonly hoursBack: number; readonly hoursLong: number },
): Promise<AnalysisResult<'recency'>> {
  const run = runOf(input, 'recency');
  const info = readCorpusInfo(run.corpus);
  const endMs = dayStartMs(info, run.lastDay + 1);
  const predict = createPredictor(input.onProgress, input.shouldStop);

  const heldOut = (user: number, day: number): boolean =>
    isHeldOut(user, day, run.config.heldOutShare, run.config.heldOutSeed);
  // The held-out impressions are among all of them: one prediction serves both.
  const measure = async (fromMs: number): Promise<{ all: Ne; heldOut: Ne }> => {
    const toMs = fromMs + hoursLong * HOUR_MS;
    const all = createScores();
    const ofHeldOut = createScores();
    for (let day = run.firstDay; day <= run.lastDay; day++) {
      if (dayStartMs(info, day + 1) <= fromMs || dayStartMs(info, day) >= toMs) continue;
      const ofDay = await predict(run, run.lastDay, { day, only: 'all' });
      for (const [i, timeMs] of ofDay.timeMs.entries()) {
        if (timeMs < fromMs || timeMs >= toMs) continue;
        all.add(ofDay.label[i], ofDay.probability[i]);
        if (heldOut(ofDay.userIndex[i], day)) ofHeldOut.add(ofDay.label[i], ofDay.probability[i]);
      }
    }
    return { all: all.ne(), heldOut: ofHeldOut.ne() };
  };
  const older = await measure(endMs - hoursBack * HOUR_MS);
  const recent = await measure(endMs - hoursLong * HOUR_MS);
  return {
    figures: {
      ne_older: older.all.ne,
      ne_recent: recent.all.ne,
      difference: older.all.ne - recent.all.ne,
      difference_percent: neRisePercent(older.all.ne, recent.all.ne),
      held_out_difference: older.heldOut.ne - recent.heldOut.ne,
    },
    detail: {
      impressions_older: older.all.impressions,
      impressions_recent: recent.all.impressions,
      held_out_impressions_older: older.heldOut.impressions,
      held_out_impressions_recent: recent.heldOut.impressions,
    },
  };
}

interface Ne {
  readonly ne: number;
  readonly impressions: number;
}

function createScores(): { add: (label: number, probability: number) => void; ne: () => Ne } {
  const label: number[] = [];
  const probability: number[] = [];
  return {
    add(y, p) {
      label.push(y);
      probability.push(p);
    },
    ne: () => ({ ne: normalizedEntropy({ label, probability }), impressions: label.length }),
  };
}
