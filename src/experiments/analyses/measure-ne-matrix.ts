// Every kept model on every day.
import { readCorpusInfo } from '../../artifacts/corpus.ts';
import { recalibrate } from '../../metrics/calibration.ts';
import { summarizeRises } from '../../metrics/model-day-rises.ts';
import { normalizedEntropy } from '../../metrics/normalized-entropy.ts';
import { loadRankers } from '../../ranker/model/saved-ranker.ts';
import { predictWithModels } from '../../ranker/predict/predict-with-models.ts';
import { readRecord } from '../../records/run-record.ts';
import { trainRankerRecord } from '../../records/train-ranker-record.ts';
import { setting, UserError } from '../../util/errors.ts';
import type { RankerRun } from '../ranker-run.ts';
import { runOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

/** Tables of models that are in memory together; with larger ones the days are read several times. */
const MOST_TABLE_BYTES = 2e9;
/** Each model has threads and room for a batch of its own. */
const MOST_MODELS = 32;

/**
 * NE of every model that a run kept on every day, from the first that it was trained on to the one after the last: drift as
 * a surface, of which `sid eval-drift` is one pair of points.
 *
 * All days have the same kind of impressions: the held-out user-days, which no model was trained on, after the training
 * too. So a column compares models on the same impressions, and columns differ in the day alone. Each model is recalibrated
 * on each day by one constant of its own.
 */
export async function measureNeMatrix(input: AnalysisInput): Promise<AnalysisResult<'ne-matrix'>> {
  const run = runOf(input, 'ne-matrix');
  const { numDays } = readCorpusInfo(run.corpus);
  const lastDay = input.day ?? Math.min(run.lastDay + 1, numDays);
  if (lastDay < run.firstDay) {
    throw new UserError(
      `${setting('day')} ${lastDay} is before the first of the run, ${run.firstDay}`,
    );
  }
  const days = Array.from({ length: lastDay - run.firstDay + 1 }, (_, i) => run.firstDay + i);
  const modelDays = run.keptDays;
  const impressions = days.map(() => 0);
  const empty = (): number[][] => modelDays.map(() => days.map(() => NaN));
  const [plain, recalibrated] = [empty(), empty()];
  const groupSize = modelsAtOnce(run);
  for (let from = 0; from < modelDays.length; from += groupSize) {
    const models = await loadRankers(run, modelDays.slice(from, from + groupSize));
    try {
      const { hours, onProgress, shouldStop } = input;
      const part = { fromDay: run.firstDay, day: lastDay, only: 'held-out' as const, hours };
      for await (const ofDay of predictWithModels(models, { ...part, onProgress, shouldStop })) {
        const { day, label, probabilities } = ofDay;
        const column = day - run.firstDay;
        impressions[column] = label.length;
        for (const [i, probability] of probabilities.entries()) {
          const scored = { label, probability };
          plain[from + i][column] = normalizedEntropy(scored);
          recalibrated[from + i][column] = normalizedEntropy(recalibrate(scored));
        }
      }
    } finally {
      for (const { ranker } of models) ranker.dispose();
    }
  }
  return {
    figures: figuresOf(
      summarizeRises({ modelDays, days, ne: plain }),
      summarizeRises({ modelDays, days, ne: recalibrated }),
    ),
    detail: {
      model_days: [...modelDays],
      days,
      impressions,
      ne: plain,
      ne_recalibrated: recalibrated,
    },
  };
}

type Rises = ReturnType<typeof summarizeRises>;

function figuresOf(plain: Rises, recalibrated: Rises): Record<string, number> {
  const byDay = [...plain.backward].flatMap(([day, rise]) => [
    [`rise_percent_day_${day}`, rise],
    [`rise_percent_recalibrated_day_${day}`, recalibrated.backward.get(day)],
  ]);
  return {
    rise_percent: plain.backwardMean,
    rise_percent_recalibrated: recalibrated.backwardMean,
    stale_percent: plain.forwardMean,
    stale_percent_recalibrated: recalibrated.forwardMean,
    ...(Object.fromEntries(byDay) as Record<string, number>),
  };
}

/** So many models fit together, weights and optimizer states. */
function modelsAtOnce({ folder, config }: RankerRun): number {
  const { table_rows: rows } = readRecord(trainRankerRecord, folder).metrics;
  const bytes = 2 * 4 * rows * config.modelWidth;
  return Math.min(MOST_MODELS, Math.max(1, Math.floor(MOST_TABLE_BYTES / bytes)));
}
