// Several models on the same days, read once.
import { concat } from '../../util/concat.ts';
import type { LoadedRanker } from '../model/saved-ranker.ts';
import { dayExamples } from './day-examples.ts';
import type { DayOptions } from './day-examples.ts';

/** A day's impressions under several models. */
export interface DayByModels {
  readonly day: number;
  readonly label: Uint8Array;
  /** Of each model, in the order given. */
  readonly probabilities: readonly Float32Array[];
}

/**
 * Click probabilities of a run's models day by day: each batch is read once and given to all of them. Days without an
 * impression are left out.
 *
 * @param models of one run, hence with the same batches
 */
export async function* predictWithModels(
  models: readonly LoadedRanker[],
  options: DayOptions,
): AsyncGenerator<DayByModels> {
  let labels: Uint8Array[] = [];
  let probabilities: Float32Array[][] = models.map(() => []);
  let day: number | undefined;
  const take = (ofDay: number): DayByModels => {
    const taken = {
      day: ofDay,
      label: concat(labels, Uint8Array),
      probabilities: probabilities.map((parts) => concat(parts, Float32Array)),
    };
    labels = [];
    probabilities = models.map(() => []);
    return taken;
  };
  for await (const batch of dayExamples(models[0], options)) {
    if (day !== undefined && batch.day !== day) yield take(day);
    day = batch.day;
    labels.push(batch.label_B.slice());
    for (const [i, { ranker }] of models.entries()) probabilities[i].push(ranker.predict(batch));
  }
  if (day !== undefined) yield take(day);
}
