// The last kept model and the day it is asked about.
import { setting } from '../../util/errors.ts';
import { assertDayInCorpus, readCorpusInfo } from '../../artifacts/corpus.ts';
import type { DayOptions } from '../../ranker/predict/day-examples.ts';
import { loadRanker } from '../../ranker/model/saved-ranker.ts';
import type { LoadedRanker } from '../../ranker/model/saved-ranker.ts';
import { unseenPart } from '../ranker-run.ts';
import { runOf } from './analysis-input.ts';
import type { AnalysisInput } from './analysis-input.ts';

/**
 * Loads the last model that the run kept, with the day that it is asked about: the one after training, unless the
 * input says another; of a day that it trained on, only the held-out impressions.
 *
 * @param name of the analysis
 * @param use what to do with them; the model is freed afterward
 * @throws UserError if the run or the day is not there
 */
export async function withLastModel<T>(
  input: AnalysisInput,
  name: string,
  use: (loaded: LoadedRanker, part: DayOptions) => Promise<T>,
): Promise<T> {
  const run = runOf(input, name);
  const { day = run.lastDay + 1, hours, onProgress, shouldStop } = input;
  assertDayInCorpus(readCorpusInfo(run.corpus), day, setting('day'));
  const modelDay = run.keptDays[run.keptDays.length - 1];
  const only = unseenPart(run, day, modelDay);
  const loaded = await loadRanker(run, modelDay);
  try {
    return await use(loaded, { day, only, hours, onProgress, shouldStop });
  } finally {
    loaded.ranker.dispose();
  }
}
