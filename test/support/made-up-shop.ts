import type { DetailOf } from '../../src/records/analyze-records.ts';
import type {
  ClaimResult,
  CompareLine,
  CompareMetrics,
  FigureOverSeeds,
} from '../../src/records/compare-record.ts';
import type { DriftJson, IntervalJson, SegmentFigures } from '../../src/records/figures.ts';
import type { RecordFor } from '../../src/records/all-records.ts';
import type { FoundRecord } from '../../src/report/found-record.ts';
import { madeUpRecord, normed, NOTHING_MEASURED, segment, segmentsOf } from './made-up-records.ts';

/** A line of a comparison. */
export function line(
  name: string,
  part: Partial<CompareLine> & Pick<CompareLine, 'ne'>,
): CompareLine {
  return {
    strategy: name,
    base: name,
    point: {},
    baseline: 'random',
    embed: 'prefix',
    seeds: [1, 2],
    table_rows: 300,
    tokens_per_item: 1,
    tuned: null,
    ...summary('all', part.ne),
    gain: null,
    segments_cut_by: 'days 1-3, 10 % held out (seed 1)',
    segments: segmentsOf(part.ne).map((each) => ({ ...each, ne_spread: 0.002 })),
    drift: null,
    figures: {},
    examples_per_second: 161_046,
    peak_memory_mb: 404,
    folders: [],
    ...part,
  };
}

/** An interval over seeds, users and items, as wide as this. */
export function intervalFields(center: number, half: number): IntervalJson {
  return {
    ci95: [center - half, center + half],
    ci95_from: ['seeds', 'users', 'items'],
    between_seeds: { variance: half ** 2 / 40, degrees_of_freedom: 1 },
    users_and_items: {
      ...{ variance: half ** 2 / 8, degrees_of_freedom: 50.5 },
      ...{ users: half ** 2 / 16, items: half ** 2 / 10 },
    },
  };
}

export function gain(percent: number, half: number): NonNullable<CompareLine['gain']> {
  return { percent, ...intervalFields(percent, half) };
}

/** A segment over seeds. */
export function summary(
  name: SegmentFigures['segment'],
  ne: number,
): CompareLine['segments'][number] {
  return { ...segment(name, ne), ne_spread: 0.002 };
}

/** A drift whose recalibrated one is half as much. */
export function drift(percent: number): DriftJson {
  const half = [percent / 2 - 0.4, percent / 2 + 0.4] as const;
  return {
    held_out_impressions: 100,
    ...{ ne_early_model: 0.95, ne_late_model: 0.96, drift_percent: percent },
    ...{ ne_early_model_recalibrated: 0.94, ne_late_model_recalibrated: 0.955 },
    drift_percent_recalibrated: percent / 2,
    ...intervalFields(percent, 0.5),
    ci95_recalibrated: half,
  };
}

interface MadeUpStrategy {
  readonly name: 'random' | 'individual' | 'prefix';
  readonly ne: number;
  /** Percent. */
  readonly gained?: number;
  readonly drifted: number;
}

const STRATEGIES: readonly MadeUpStrategy[] = [
  { name: 'random', ne: 0.96, drifted: 0.4 },
  { name: 'individual', ne: 0.955, gained: 0.52, drifted: 0.9 },
  { name: 'prefix', ne: 0.95, gained: 1.04, drifted: -0.1 },
];

/** What `sid compare` writes, of three strategies. */
export function comparisonMetrics(): CompareMetrics {
  return {
    ...NOTHING_MEASURED.compare.metrics,
    title: 'A made-up shop',
    drift_days: { early: 4, late: 20 },
    strategies: STRATEGIES.map(({ name, ne, gained, drifted }) =>
      line(name, {
        embed: name,
        ne,
        tokens_per_item: name === 'prefix' ? 3 : 1,
        gain: gained === undefined ? null : gain(gained, 0.2),
        segments: (['head', 'torso', 'tail', 'new', 'all'] as const).map((part, i) => ({
          ...summary(part, part === 'all' ? ne : ne + 0.02 * i * (gained === undefined ? 1 : 0.9)),
          impressions: 1000 * (i + 1),
        })),
        drift: drift(drifted),
        figures: {
          'ne/all': over(ne),
          drift_percent: over(drifted),
          'click-loss/loss_top_depth_0': over(-0.11),
          'click-loss/loss_top_depth_1': over(-0.04),
          'click-loss/loss_top_depth_2': over(0),
          'mystery/strength': over(0.123456),
        },
        folders: [1, 2].map((seed) => `/elsewhere/trials/${name}-seed-${seed}-0123456789`),
      }),
    ),
    claims: [
      claim('prefix below random on all items', 'ne/all', 'holds', -1.04, [-1.2, -0.9]),
      claim('prefix drifts less than random', 'drift_percent', 'undecided', -0.5, [-1.5, 0.4]),
      claim('random below individual', 'ne/all', 'does not hold', 0.52, [0.3, 0.7]),
      claim('near copies are predicted alike', 'aa/near', 'not measured', NaN, null),
    ],
    failed: [{ strategy: 'sum', seed: 2, status: 2, message: 'no such file' }],
  };
}

function over(mean: number): FigureOverSeeds {
  return {
    mean,
    spread: 0.001,
    ...intervalFields(mean, 0.003),
    by_seed: { '1': mean - 0.001, '2': mean + 0.001 },
    by_construction: false,
  };
}

/** A claim about prefix and random. */
export function claim(
  says: string,
  figure: string,
  verdict: ClaimResult['verdict'],
  difference: number,
  ci95: ClaimResult['ci95'],
): ClaimResult {
  return {
    ...{ paper: 'Table 2', says, figure, of: ['prefix'], than: ['random'], than_figure: figure },
    difference,
    ...intervalFields(difference, 0.1),
    ...{ ci95, unit: figure.startsWith('ne/') ? 'percent' : 'absolute' },
    ...{ expect: 'lower', margin: 0, verdict },
    ...(verdict === 'not measured' ? { p: null, p_holm: null } : { p: 0.02, p_holm: 0.06 }),
    verdict_holm: verdict === 'holds' ? 'undecided' : verdict,
    ...{ reason: null, seeds: [1, 2] },
  };
}

type Days = RecordFor<'train-ranker'>['metrics']['days'];

/** Days of training, with nothing of interest but their NE. */
export function daysOf(nes: readonly number[]): Days {
  return nes.map((ne, i) => ({
    ...{ day: i + 1, impressions: 1000, label_rate: 0.2, log_loss: 0.5 * ne, ne },
  }));
}

/** What `sid train-ranker` writes of three days. */
export function rankerMetrics(shift = 0): { days: Days } {
  return { days: daysOf([1.2, 1.01, 0.96].map((ne) => ne + shift)) };
}

/** What `sid train-rqvae` writes of four epochs. */
export function quantizerMetrics(): RecordFor<'train-rqvae'>['metrics'] {
  return {
    ...NOTHING_MEASURED['train-rqvae'].metrics,
    best_epoch: 3,
    history: [32.7, 30.1, 24.8, 22.9].map((loss, i) => ({
      epoch: i + 1,
      train_loss: loss,
      train_reconstruction: loss - 3,
      validation_reconstruction: loss - 2,
      validation_loss: loss + (i === 3 ? 3 : 1),
      score: loss + (i === 3 ? 3 : 1),
      restarted_codes: 0,
      levels: normed,
    })),
  };
}

/** What `sid assign` writes of two levels. */
export function assignMetrics(): RecordFor<'assign'>['metrics'] {
  return NOTHING_MEASURED.assign.metrics;
}

/** What `sid analyze hourglass` writes of a small tree. */
export function hourglassMetrics(): RecordFor<'analyze hourglass'>['metrics'] {
  const leaf = (code: number | null, items: number, impressions: number) => ({
    code,
    codes: code === null ? 9 : 1,
    items,
    impressions,
  });
  const tree = [
    { ...leaf(4, 60, 900), children: [leaf(0, 40, 800), leaf(7, 20, 100)] },
    { ...leaf(1, 30, 30), children: [leaf(2, 25, 30), leaf(null, 5, 0)] },
    leaf(null, 10, 5),
  ];
  const { metrics } = NOTHING_MEASURED['analyze hourglass'];
  return { ...metrics, figures: { hourglass: 0.61 }, detail: { ...metrics.detail, tree } };
}

/** Curves of `sid analyze click-skew`, of four points. */
export function clickSkewCurves(): DetailOf<'click-skew'>['curves'] {
  const curve = (bend: number) =>
    [0, 0.1, 0.5, 1].map((classes) => ({ classes, counts: classes ** bend }));
  return { raw: curve(0.2), depth_1: curve(0.8), depth_2: curve(0.5) };
}

/** What `sid analyze attention` keeps of three clicks. */
export function attentionDetail(): DetailOf<'attention'> {
  const mean_map = [
    [0.6, 0.3, 0.1],
    [0.2, 0.7, 0.1],
    [0.3, 0.3, 0.4],
  ];
  return { ...NOTHING_MEASURED['analyze attention'].metrics.detail, mean_map };
}

/** NE of models of `days` days on these and the day after: what a model has forgotten or missed grows with the days between. */
export function neMatrixDetail(days: number, perDay: number): DetailOf<'ne-matrix'> {
  const dayNumbers = Array.from({ length: days + 1 }, (_, i) => i + 1);
  const models = dayNumbers.slice(0, days);
  const ne = models.map((model) =>
    dayNumbers.map((day) => {
      const own = 0.9 - 0.002 * Math.min(day, days);
      const between = model - Math.min(day, days);
      return own * (1 + (between < 0 ? -2 * between : between) * perDay);
    }),
  );
  const impressions = dayNumbers.map(() => 500);
  return { model_days: models, days: dayNumbers, impressions, ne, ne_recalibrated: ne };
}

/** A comparison with trials and inputs, and a single run beside it. */
export function madeUpRecords(): FoundRecord[] {
  const trial = (name: string, seed: number): string =>
    `runs/shop/trials/${name}-seed-${seed}-0123456789`;
  return [
    madeUpRecord('compare', 'runs/shop', {
      engine: 'none',
      argv: ['compare', '--config', "the shop's.json", '--out', 'runs/shop'],
      metrics: comparisonMetrics(),
    }),
    madeUpRecord('train-rqvae', 'runs/shop/prepared/rqvae-1', { metrics: quantizerMetrics() }),
    ...STRATEGIES.flatMap(({ name }, i) =>
      [1, 2].map((seed) =>
        madeUpRecord('train-ranker', `${trial(name, seed)}/run`, {
          seed,
          config: { embed: name },
          metrics: rankerMetrics(-0.01 * i),
        }),
      ),
    ),
    madeUpRecord('analyze hourglass', `${trial('prefix', 1)}/analysis-hourglass`, {
      metrics: hourglassMetrics(),
    }),
    madeUpRecord('train-ranker', 'runs/single', {
      config: { embed: 'sum' },
      metrics: rankerMetrics(),
    }),
  ];
}
