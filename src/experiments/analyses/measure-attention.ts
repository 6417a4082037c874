// Table 7: whom the history module attends to.
import { AttentionMeter } from '../../metrics/attention-meter.ts';
import type { LoadedRanker } from '../../ranker/model/saved-ranker.ts';
import { dayExamples } from '../../ranker/predict/day-examples.ts';
import type { DayOptions } from '../../ranker/predict/day-examples.ts';
import type { AttentionMap } from '../../ranker/history/history-module.ts';
import { Rng } from '../../util/rng.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';
import { withLastModel } from './last-model.ts';

/** Attention to one click is no choice. */
const SHORTEST_HISTORY = 2;

/**
 * Table 7 of Zheng 2025: whom the history module attends to, on evaluation examples drawn at random from the
 * impressions of users with at least two clicks. Each figure is the mean over examples of a mean over queries.
 *
 * Our padding is masked, so it gets nothing; the paper's model attends to it, and its padding figure has no
 * counterpart here.
 */
export async function measureAttention(
  input: AnalysisInput,
  { examples }: { readonly examples: number },
): Promise<AnalysisResult<'attention'>> {
  return withLastModel(input, 'attention', async (loaded, part) => {
    const rng = Rng.fromSeed(input.seed).split('attention');
    const eligible = await countEligible(loaded, part);
    const { meter, queries } = await measureExamples(loaded, part, draw(eligible, examples, rng));
    const means = meter.means();
    return {
      figures: {
        entropy: means.entropy,
        normalized_entropy: means.normalizedEntropy,
        self: means.self,
        padding: means.padding,
        first_source: means.oldest,
        newest: means.newest,
      },
      detail: {
        day: part.day,
        examples: meter.numExamples,
        examples_to_draw_from: eligible,
        // Columns, and rows where queries are clicks, are counted from the newest click.
        mean_map: meter.meanMap(),
        map_rows: queries === 'seeds' ? 'seeds' : 'clicks, newest first',
        map_columns: 'clicks, newest first',
        by_length: meter.byLength().map((each) => ({
          clicks_from: each.from,
          clicks_to: each.to,
          examples: each.examples,
          entropy: each.entropy,
          normalized_entropy: each.normalizedEntropy,
          self: each.self,
          first_source: each.oldest,
          newest: each.newest,
        })),
      },
    };
  });
}

async function countEligible(loaded: LoadedRanker, part: DayOptions): Promise<number> {
  let count = 0;
  for await (const { historyLength_B } of dayExamples(loaded, part)) {
    for (const length of historyLength_B) if (length >= SHORTEST_HISTORY) count += 1;
  }
  return count;
}

/** So many of the numbers below `total`, or all of them. */
function draw(total: number, wanted: number, rng: Rng): ReadonlySet<number> {
  const all = rng.shuffle(Int32Array.from({ length: total }, (_, i) => i));
  return new Set(all.subarray(0, wanted));
}

/** @param chosen places among the impressions with a history that is long enough */
async function measureExamples(
  loaded: LoadedRanker,
  part: DayOptions,
  chosen: ReadonlySet<number>,
): Promise<{ readonly meter: AttentionMeter; readonly queries: AttentionMap['queries'] }> {
  const { historyLength } = loaded.config;
  const meter = new AttentionMeter();
  let place = 0;
  let queries: AttentionMap['queries'] = 'clicks';
  for await (const batch of dayExamples(loaded, part)) {
    const { historyLength_B } = batch;
    const rows: number[] = [];
    historyLength_B.forEach((length, b) => {
      if (length >= SHORTEST_HISTORY && chosen.has(place++)) rows.push(b);
    });
    const map = rows.length === 0 ? undefined : loaded.ranker.attention(batch);
    if (map === undefined) continue;
    const { attention_BQT, numQueries } = map;
    queries = map.queries;
    const ofOne = numQueries * historyLength;
    for (const b of rows) {
      const attention_QT = attention_BQT.subarray(b * ofOne, (b + 1) * ofOne);
      const length = historyLength_B[b];
      meter.add({ attention_QT, numQueries, queries, historyLength, length });
    }
  }
  return { meter, queries };
}
