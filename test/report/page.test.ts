import { expect, test } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { expectGolden } from '../support/golden-text.ts';
import { madeUpRecord, segment, segmentsOf } from '../support/made-up-records.ts';
import {
  claim,
  drift,
  gain,
  hourglassMetrics,
  intervalFields,
  line,
  madeUpRecords,
  quantizerMetrics,
  rankerMetrics,
} from '../support/made-up-shop.ts';

const TEXTS = {
  mystery: { title: 'something new (Table 9)', meaning: { strength: 'how strong it is' } },
};

const render = (records = madeUpRecords(), faults: readonly string[] = []) =>
  renderPage({ records, faults }, TEXTS);

test('the page is as in its golden file', async () => {
  const page = await render();
  await expectGolden(page.text, 'report/page.html');
});

test('the same records give the same bytes', async () => {
  expect((await render()).text).toBe((await render()).text);
});

test('nothing comes from elsewhere', async () => {
  const { text } = await render();
  const addresses = text.matchAll(/(?:https?:)?\/\/[\w.-]+\.\w+[^"'\s<]*/g);
  expect(new Set([...addresses].map(([address]) => address))).toEqual(
    new Set(['http://www.w3.org/2000/svg']),
  );
  expect(text).not.toMatch(/<script|<link rel="stylesheet"|@import|\burl\(/);
});

test('every id is there once, and every link and label leads to one', async () => {
  const { text } = await render();
  const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [
    ...[...text.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id),
    ...[...text.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, list]) => list.split(' ')),
  ];
  expect(targets.length).toBeGreaterThan(10);
  expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
});

test('the summary counts verdicts and tells a clear winner from an unclear one', async () => {
  const { text } = await render();
  expect(text).toContain('Of 4 statements of the papers that were checked');
  for (const [kind, n] of [
    ['holds', 1],
    ['does-not-hold', 1],
    ['undecided', 1],
    ['not-measured', 1],
  ] as const) {
    expect(text).toContain(`<li class="${kind}"><strong>${n}</strong>`);
  }
  expect(plain(text)).toContain(
    'lowest error of 3 strategies: prefix (NE 0.9500), clearly better than random: gain +1.04 % [+0.84, +1.24].',
  );
});

test('a gain without an interval is neither clear nor unclear', async () => {
  const unknown = { ...gain(1, 1), ci95: [NaN, NaN] } as const;
  const strategies = [line('random', { ne: 0.9 }), line('prefix', { ne: 0.8, gain: unknown })];
  const { text } = await render([madeUpRecord('compare', 'runs/x', { metrics: { strategies } })]);
  expect(plain(text)).toContain('prefix (NE 0.8000), against random: gain +1.00 %');
});

test('a level of codes that collapsed is named, with the flag to try', async () => {
  const level = { level: 2, codebook_size: 64, usage: 3, perplexity: 1.44 };
  const collapsed = [{ ...level, setting: 'restartAfter', value: '20' }];
  const metrics = { ...quantizerMetrics(), collapsed };
  const { text } = await render([madeUpRecord('train-rqvae', 'runs/x', { metrics })]);
  expect(plain(text)).toContain(
    'Warning: level 2 has collapsed: 3 of 64 codes are used, perplexity 1.4; try --restart-after 20.',
  );
});

test('an analysis that the report does not know gets its table of figures', async () => {
  const { text } = await render();
  expect(plain(text)).toContain('something new (Table 9)');
  expect(plain(text)).toContain('strength 0.1235 ± 0.0030 0.1235');
});

test('commands are quoted for a shell', async () => {
  const { text } = await render();
  expect(text).toContain(
    '<pre>sid compare --config &#39;the shop&#39;\\&#39;&#39;s.json&#39; --out runs/shop</pre>',
  );
});

test('trials are not listed among the other records', async () => {
  const { text } = await render();
  const [main, folded] = text.slice(text.indexOf('id="records"')).split('<details>');
  expect(main).toContain('<code>runs/shop</code>');
  expect(main).toContain('<code>runs/shop/prepared/rqvae-1</code>');
  expect(main).not.toContain('trials/');
  expect(folded).toContain('7 records of trials');
  expect(folded).toContain('<code>runs/shop/trials/prefix-seed-2-0123456789/run</code>');
});

test('hostile texts of records stay text', async () => {
  const evil = `"><script>alert('1')</script><img src=x onerror=alert(2)>`;
  const figure = {
    ...{ mean: 1, spread: 0, by_seed: {}, by_construction: false },
    ...{ ...intervalFields(1, 0), ci95: null },
  };
  const { text } = await render(
    [
      madeUpRecord('compare', `runs/${evil}`, {
        argv: ['compare', evil],
        version: evil,
        inputs: { [evil]: evil },
        metrics: {
          title: evil,
          baseline: evil,
          strategies: [
            line(evil, { ne: 0.9, figures: { [evil]: figure }, segments_cut_by: evil }),
            line('<b>', { ne: 0.8, gain: gain(1, 0.5) }),
          ],
          claims: [{ ...claim(evil, evil, 'holds', 1, null), paper: evil }],
          failed: [{ strategy: evil, seed: 1, status: 1, message: evil }],
          missing: [evil],
        },
      }),
      madeUpRecord('analyze hourglass', 'runs/b', { metrics: { figures: { [evil]: 1 } } }),
      madeUpRecord('train-ranker', evil, { metrics: rankerMetrics() }),
    ],
    [evil],
  );
  expect(text).not.toContain('<script');
  expect(text).not.toContain('<img');
  expect(text.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^<>]*\sonerror=/);
});

test('records in which nothing was measured still make a page', async () => {
  const page = await render([
    madeUpRecord('compare', 'runs/compare'),
    madeUpRecord('train-ranker', 'runs/train-ranker'),
    madeUpRecord('train-rqvae', 'runs/train-rqvae'),
    madeUpRecord('eval-segments', 'runs/eval-segments'),
    madeUpRecord('eval-drift', 'runs/eval-drift'),
    ...(['hourglass', 'click-skew', 'attention', 'ne-matrix'] as const).map((name) =>
      madeUpRecord(`analyze ${name}`, `runs/${name}`),
    ),
  ]);
  // That of the codebook's usage.
  expect(page).toMatchObject({ comparisons: 1, charts: 1 });
  expect(page.text).toContain('No trial was finished.');
});

test('records without a comparison say so, and are shown', async () => {
  const page = await render([
    madeUpRecord('train-ranker', 'runs/a', {
      config: { embed: 'trigram' },
      metrics: rankerMetrics(),
    }),
    madeUpRecord('analyze hourglass', 'runs/h', { metrics: hourglassMetrics() }),
  ]);
  expect(page).toMatchObject({ title: 'Semantic IDs: what was measured', charts: 2 });
  expect(page.text).toContain('No finished comparison is among the 2 records');
  expect(plain(page.text)).toContain('Which codes hold how many items (h)');
});

test('single evaluations have their tables, drift its chart', async () => {
  const tail = { ...segment('tail', 0.98), impressions: 1234, items: 7 };
  const segments = segmentsOf(0.9).map((each) => (each.segment === 'tail' ? tail : each));
  const drifted = { embed: 'prefix', strategy: 'prefix', ...drift(0.5), seeds: [1, 2, 3] } as const;
  const page = await render([
    madeUpRecord('eval-segments', 'runs/s', { metrics: { segments } }),
    madeUpRecord('eval-drift', 'runs/d', {
      metrics: { strategies: [{ ...drifted, ne_early_model: NaN }] },
    }),
  ]);
  expect(page.charts).toBe(1);
  expect(plain(page.text)).toMatch(/tail ?7 ?1,234 ?0\.2000 ?0\.9800 ?0\.9790/);
  expect(plain(page.text)).toMatch(
    /prefix ?– ?0\.9600 ?\+0\.50 ?\[\+0\.00, \+1\.00\] ?0\.9400 ?0\.9550 ?\+0\.25 ?3/,
  );
  expect(plain(page.text)).toContain('NE of the model of day 20 above that of day 4');
});

test('in a sweep each line stands against the baseline at its point', async () => {
  const lineAt = (base: 'random' | 'prefix', history: string, ne: number) =>
    line(`${base}, history ${history}`, {
      ...{ base, embed: base, ne, point: { 'ranker.history': history } },
      baseline: `random, history ${history}`,
      gain: base === 'random' ? null : gain(1, 0.5),
    });
  const strategies = [
    ...[lineAt('random', 'bypass', 0.5), lineAt('prefix', 'bypass', 0.4)],
    ...[lineAt('random', 'pma', 1), lineAt('prefix', 'pma', 0.3)],
  ];
  const { text } = await render([
    madeUpRecord('compare', 'runs/sweep', { metrics: { strategies } }),
  ]);
  expect(plain(text)).toContain(
    'prefix, history pma (NE 0.3000), clearly better than random, history pma: gain +1.00 %',
  );
  expect(plain(text)).toContain('tail: prefix, history bypass +20.00, prefix, history pma +70.00;');
  expect(text.match(/<td class="number">baseline<\/td>/g)).toHaveLength(2);
});

test('trials that an older config left behind are not mixed in', async () => {
  const old = madeUpRecord('train-ranker', 'runs/shop/trials/prefix-seed-1-oldoldold1/run', {
    metrics: rankerMetrics(5),
  });
  const [before, after] = [await render(), await render([...madeUpRecords(), old])];
  const chartOf = (text: string): string | undefined =>
    /Error while training, day by day<\/h4>\s*(<svg.*?<\/svg>)/s.exec(text)?.[1];
  expect(chartOf(after.text)).toBe(chartOf(before.text));
});

/** Without tags and with single blanks. */
function plain(text: string): string {
  return text
    .replaceAll(/<\/?(?:b|i|em|strong)>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}
