// A model on a day's impressions.
import { concatPredictions } from '../../artifacts/predictions.ts';
import type { Predictions } from '../../artifacts/predictions.ts';
import { dayExamples } from './day-examples.ts';
import type { DayOptions } from './day-examples.ts';
import type { LoadedRanker } from '../model/saved-ranker.ts';

/** Click probabilities for a day's impressions, with the histories as they stood at each. */
export async function predictDay(loaded: LoadedRanker, options: DayOptions): Promise<Predictions> {
  const parts: Predictions[] = [];
  for await (const batch of dayExamples(loaded, options)) {
    parts.push({
      userIndex: batch.userIndex_B.slice(),
      itemIndex: batch.itemIndex_B.slice(),
      timeMs: batch.timeMs_B.slice(),
      label: batch.label_B.slice(),
      probability: loaded.ranker.predict(batch),
    });
  }
  return concatPredictions(parts);
}
