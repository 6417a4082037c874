import type { RunRecord } from '../../src/artifacts/run-record.ts';
import type { FoundRecord } from '../../src/report/find-records.ts';

/** A record with nothing measured, but what is given. */
export function madeUpRecord(folder: string, part: Partial<RunRecord>): FoundRecord {
  const command = part.command ?? 'train-ranker';
  return {
    folder,
    record: {
      format: 'sid-run-1',
      command,
      argv: [...command.split(' '), '--out', folder],
      config: {},
      seed: 1,
      version: '0.1.0',
      engine: 'TensorFlow 2.21.0',
      kernels: 'none',
      instructions: 'x64',
      inputs: { corpus: 'b21a2c0e039ac175' },
      metrics: {},
      startedAt: '2026-01-02T03:04:05.000Z',
      seconds: 83.25,
      peakMemoryMb: 404,
      ...part,
    },
  };
}

interface MadeUpStrategy {
  readonly name: string;
  readonly embed: string;
  readonly ne: number;
  /** Percent. */
  readonly gain?: number;
  readonly drift: number;
}

const STRATEGIES: readonly MadeUpStrategy[] = [
  { name: 'random', embed: 'random', ne: 0.96, drift: 0.4 },
  { name: 'individual', embed: 'individual', ne: 0.955, gain: 0.52, drift: 0.9 },
  { name: 'prefix', embed: 'prefix', ne: 0.95, gain: 1.04, drift: -0.1 },
];

/** What `sid compare` writes, of three strategies. */
export function comparisonMetrics(): Record<string, unknown> {
  return {
    title: 'A made-up shop',
    baseline: 'random',
    varies: ['ranker', 'hash'],
    fixed: ['codes', 'corpus', 'users', 'processor'],
    strategies: STRATEGIES.map(strategyJson),
    claims: [
      claim('prefix below random on all items', 'ne/all', 'holds', -1.04, [-1.2, -0.9]),
      claim('prefix drifts less than random', 'drift_percent', 'undecided', -0.5, [-1.5, 0.4]),
      claim('random below individual', 'ne/all', 'does not hold', 0.52, [0.3, 0.7]),
      claim('near copies are predicted alike', 'aa/near', 'not measured', null, null),
    ],
    failed: [{ strategy: 'sum', seed: 2, status: 2, message: 'no such file' }],
  };
}

function strategyJson({ name, embed, ne, gain, drift }: MadeUpStrategy): Record<string, unknown> {
  const segments = ['head', 'torso', 'tail', 'new', 'all'].map((segment, i) => ({
    segment,
    impressions: 1000 * (i + 1),
    items: 100,
    ne: segment === 'all' ? ne : ne + 0.02 * i * (gain === undefined ? 1 : 0.9),
    auc: 0.6,
  }));
  return {
    strategy: name,
    embed,
    seeds: [1, 2],
    table_rows: 300,
    tokens_per_item: embed === 'prefix' ? 3 : 1,
    ...segments[4],
    label_rate: 0.2,
    ne_spread: 0.002,
    ne_recalibrated: ne - 0.001,
    ...(gain === undefined
      ? {}
      : { ne_gain_percent: gain, ne_gain_ci95: [gain - 0.2, gain + 0.2] }),
    segments,
    drift_percent: drift,
    drift_ci95: [drift - 0.5, drift + 0.5],
    drift_percent_recalibrated: drift / 2,
    drift_ci95_recalibrated: [drift / 2 - 0.4, drift / 2 + 0.4],
    examples_per_second: 161_046,
    figures: {
      'ne/all': over(ne),
      drift_percent: over(drift),
      'click-loss/loss_top_depth_0': over(-0.11),
      'click-loss/loss_top_depth_1': over(-0.04),
      'click-loss/loss_top_depth_2': over(0),
      'mystery/strength': over(0.123456),
    },
    folders: [1, 2].map((seed) => `/elsewhere/trials/${name}-seed-${seed}-0123456789`),
  };
}

function over(mean: number): Record<string, unknown> {
  return {
    mean,
    spread: 0.001,
    ci95: [mean - 0.003, mean + 0.003],
    by_seed: { '1': mean - 0.001, '2': mean + 0.001 },
  };
}

function claim(
  says: string,
  figure: string,
  verdict: string,
  difference: number | null,
  ci95: readonly number[] | null,
): Record<string, unknown> {
  const unit = figure.startsWith('ne/') ? 'percent' : 'absolute';
  return { paper: 'Table 2', says, figure, verdict, difference, ci95, unit, seeds: 2 };
}

/** What `sid train-ranker` writes of three days. */
export function rankerMetrics(shift = 0): Record<string, unknown> {
  const nes = [1.2, 1.01, 0.96];
  return { days: nes.map((ne, i) => ({ day: i + 1, impressions: 1000, ne: ne + shift })) };
}

/** What `sid train-rqvae` writes of four epochs. */
export function quantizerMetrics(): Record<string, unknown> {
  return {
    best_epoch: 3,
    levels: levels(),
    history: [32.7, 30.1, 24.8, 22.9].map((loss, i) => ({
      epoch: i + 1,
      train_loss: loss,
      train_reconstruction: loss - 3,
      validation_loss: loss + (i === 3 ? 3 : 1),
    })),
  };
}

/** What `sid assign` writes of two levels. */
export function assignMetrics(): Record<string, unknown> {
  return { items: 871, levels: levels() };
}

function levels(): Record<string, unknown>[] {
  return [
    { usage: 8, perplexity: 6.9 },
    { usage: 7, perplexity: 3.2 },
  ];
}

/** What `sid analyze hourglass` writes of a small tree. */
export function hourglassMetrics(): Record<string, unknown> {
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
  return { analysis: 'hourglass', figures: { hourglass: 0.61 }, detail: { tree } };
}

/** What `sid analyze click-skew` writes of curves of four points. */
export function clickSkewMetrics(): Record<string, unknown> {
  const curve = (bend: number) =>
    [0, 0.1, 0.5, 1].map((classes) => ({ classes, counts: classes ** bend }));
  const curves = { raw: curve(0.2), depth_1: curve(0.8), depth_2: curve(0.5) };
  return { analysis: 'click-skew', figures: { gini_raw: 0.7 }, detail: { curves } };
}

/** What `sid analyze attention` writes of three clicks. */
export function attentionMetrics(): Record<string, unknown> {
  const mean_map = [
    [0.6, 0.3, 0.1],
    [0.2, 0.7, 0.1],
    [0.3, 0.3, 0.4],
  ];
  const words = { map_rows: 'clicks, newest first', map_columns: 'clicks, newest first' };
  return { analysis: 'attention', figures: { entropy: 0.9 }, detail: { mean_map, ...words } };
}

/** A comparison with trials and inputs, and a single run beside it. */
export function madeUpRecords(): FoundRecord[] {
  const trial = (name: string, seed: number): string =>
    `runs/shop/trials/${name}-seed-${seed}-0123456789`;
  return [
    madeUpRecord('runs/shop', {
      command: 'compare',
      engine: 'none',
      argv: ['compare', '--config', "the shop's.json", '--out', 'runs/shop'],
      config: { drift: { earlyDay: 4, lateDay: 20 } },
      metrics: comparisonMetrics(),
    }),
    madeUpRecord('runs/shop/prepared/rqvae-1', {
      command: 'train-rqvae',
      config: { codebookSize: 8 },
      metrics: quantizerMetrics(),
    }),
    ...['random', 'individual', 'prefix'].flatMap((name, i) =>
      [1, 2].map((seed) =>
        madeUpRecord(`${trial(name, seed)}/run`, {
          seed,
          config: { embed: name },
          metrics: rankerMetrics(-0.01 * i),
        }),
      ),
    ),
    madeUpRecord(`${trial('prefix', 1)}/analysis-hourglass`, {
      command: 'analyze hourglass',
      metrics: hourglassMetrics(),
    }),
    madeUpRecord('runs/single', { config: { embed: 'sum' }, metrics: rankerMetrics() }),
  ];
}
