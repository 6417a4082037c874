import { expect, test } from 'vitest';
import { attentionMap } from '../../../src/report/charts/attention-map.ts';
import type { Chart } from '../../../src/report/charts/chart.ts';
import { clickLoss } from '../../../src/report/charts/click-loss-by-depth.ts';
import { clickSkew } from '../../../src/report/charts/click-curves.ts';
import { codeTree } from '../../../src/report/charts/code-treemap.ts';
import { codebookUsage } from '../../../src/report/charts/codebook-usage.ts';
import { drawChart } from '../../../src/report/charts/draw-chart.ts';
import { driftByStrategy } from '../../../src/report/charts/drift-by-strategy.ts';
import { gainByStrategy } from '../../../src/report/charts/gain-by-strategy.ts';
import { neByDay } from '../../../src/report/charts/ne-by-day.ts';
import { neByStrategy } from '../../../src/report/charts/ne-by-strategy.ts';
import { neMatrix } from '../../../src/report/charts/model-day-map.ts';
import { rqvaeTraining } from '../../../src/report/charts/rqvae-training.ts';
import { gridCharts } from '../../../src/report/sections/map-section.ts';
import { segmentGains } from '../../../src/report/charts/segment-gains.ts';
import { expectGolden } from '../../support/golden-text.ts';
import { madeUpRecord } from '../../support/made-up-records.ts';
import {
  assignMetrics,
  attentionDetail,
  clickSkewCurves,
  comparisonMetrics,
  hourglassMetrics,
  neMatrixDetail,
  quantizerMetrics,
} from '../../support/made-up-shop.ts';
import { madeUpMap } from '../../support/tiny-map.ts';

const comparison = comparisonMetrics();
const days = { early: 4, late: 20 };
const drifts = comparison.strategies.flatMap(({ strategy, drift }) =>
  drift === null ? [] : [{ strategy, ...drift }],
);
const curve = (name: string, nes: readonly number[]) => ({
  name,
  points: nes.map((y, i) => ({ x: i + 1, y })),
});
const losses = new Map([-0.11, -0.04, 0].map((loss, n) => [`loss_top_depth_${n}`, loss]));

const map = madeUpMap();
const charts: Readonly<Record<string, Chart | undefined>> = {
  'ne-by-strategy': neByStrategy(comparison),
  'gain-by-strategy': gainByStrategy(comparison),
  segments: segmentGains(comparison),
  'drift-by-strategy': driftByStrategy(drifts, days),
  'ne-by-day': neByDay([curve('random', [1.2, 1, 0.97]), curve('prefix', [1.1, 0.98, 0.95])]),
  'rqvae-training': rqvaeTraining(quantizerMetrics()),
  'codebook-usage': codebookUsage(assignMetrics()),
  'code-tree': codeTree(hourglassMetrics().detail.tree),
  'click-loss': clickLoss([{ name: 'prefix', figures: losses }], 'top'),
  'click-skew': clickSkew(clickSkewCurves()),
  'attention-map': attentionMap(attentionDetail()),
  'turning-tiles': gridCharts(map, ['density', 'half-life'])[0],
  'difference-along-axis': gridCharts(map, ['density'])[0],
  'ne-matrix': neMatrix([
    { name: 'random', matrices: [neMatrixDetail(8, 0.006), neMatrixDetail(8, 0.008)] },
    { name: 'prefix', matrices: [neMatrixDetail(8, 0.002)] },
    { name: 'individual', matrices: [neMatrixDetail(8, -0.001)] },
  ]),
};

test.each(Object.keys(charts))('%s is drawn as in its golden file', async (name) => {
  const chart = charts[name];
  if (chart === undefined) throw new Error('no chart');
  const svg = await drawChart(chart, name);
  await expectGolden(`${svg}\n`, `report/${name}.svg`);
});

test('a chart has a title and a description, and only colors of the page', async () => {
  for (const chart of Object.values(charts)) {
    if (chart === undefined) throw new Error('no chart');
    const svg = await drawChart(chart, 'x');
    expect(svg).toContain('role="img" aria-labelledby="x-title x-alt"');
    expect(svg).toContain(`<title id="x-title">${chart.title}</title>`);
    const paints = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, paint]) => paint);
    expect(paints.filter((paint) => !/^(none|transparent|var\(--[\w-]+\))$/.test(paint))).toEqual(
      [],
    );
  }
});

test('the alternative text has the figures', () => {
  expect(charts['gain-by-strategy']?.alt).toBe(
    'Dot chart of the gain in NE over random, in percent. ' +
      'individual +0.52 [+0.32, +0.72], prefix +1.04 [+0.84, +1.24].',
  );
  // The mean of 1 to 7 days between is 4; two seeds of 0.6 and 0.8 % a day.
  expect(charts['ne-matrix']?.alt).toContain('random +2.80 %, prefix +0.80 %, individual −0.40 %');
  expect(charts['click-skew']?.alt).toContain('item ids 63 %, 1 code 16 %');
});

test('hostile names stay text in a chart', async () => {
  const name = '<script>alert(1)</script>" onload="x';
  const chart = neByDay([curve(name, [1, 2]), curve('b', [1, 3])]);
  if (chart === undefined) throw new Error('no chart');
  const svg = await drawChart(chart, 'x');
  expect(svg).not.toContain('<script');
  expect(svg).not.toMatch(/<[^>]* onload=/);
  expect(svg).toContain('&lt;script&gt;');
});

test('a chart of which nothing was measured is left out', () => {
  const nothing = madeUpRecord('compare', 'runs/x').record.metrics;
  const absent = [
    neByStrategy(nothing),
    gainByStrategy(nothing),
    segmentGains(nothing),
    driftByStrategy([], days),
    neByDay([{ name: 'a', points: [] }]),
    rqvaeTraining({ ...quantizerMetrics(), history: [] }),
    codeTree([]),
    clickLoss([], 'all'),
    clickSkew({ raw: [] }),
    clickSkew({ raw: [{ classes: 0.5, counts: NaN }] }),
    attentionMap({ ...attentionDetail(), mean_map: [[NaN]] }),
    neMatrix([]),
    neMatrix([{ name: 'one model', matrices: [neMatrixDetail(1, 0.1)] }]),
  ];
  expect(absent).toEqual(absent.map(() => undefined));
});
