import { expect, test } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { expectGolden } from '../support/golden-text.ts';
import { hourglassMetrics, madeUpRecord, madeUpRecords, rankerMetrics } from './made-up-records.ts';

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
  const { text } = await render(
    [
      madeUpRecord(`runs/${evil}`, {
        command: 'compare',
        argv: ['compare', evil],
        version: evil,
        inputs: { [evil]: evil },
        metrics: {
          title: evil,
          baseline: evil,
          strategies: [
            { strategy: evil, embed: evil, ne: 0.9, seeds: [1], figures: { [evil]: { mean: 1 } } },
            { strategy: '<b>', embed: 'prefix', ne: 0.8, ne_gain_percent: 1, seeds: [1] },
          ],
          claims: [{ paper: evil, says: evil, figure: evil, verdict: evil, unit: evil }],
          failed: [{ strategy: evil, seed: 1, message: evil }],
        },
      }),
      madeUpRecord('runs/b', { command: `analyze ${evil}`, metrics: { figures: { [evil]: 1 } } }),
      madeUpRecord(evil, { metrics: rankerMetrics() }),
    ],
    [evil],
  );
  expect(text).not.toContain('<script');
  expect(text).not.toContain('<img');
  expect(text.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^<>]*\sonerror=/);
});

test('records that lack everything still make a page', async () => {
  const commands = ['compare', 'train-rqvae', 'assign', 'train-ranker', 'eval-segments'];
  const records = [...commands, 'eval-drift', 'analyze hourglass', 'import globo'].map((command) =>
    madeUpRecord(`runs/${command}`, { command }),
  );
  const page = await render(records);
  expect(page).toMatchObject({ comparisons: 1, charts: 0 });
  expect(page.text).toContain('No trial was finished.');
});

test('records without a comparison say so, and are shown', async () => {
  const page = await render([
    madeUpRecord('runs/a', { config: { embed: 'trigram' }, metrics: rankerMetrics() }),
    madeUpRecord('runs/h', { command: 'analyze hourglass', metrics: hourglassMetrics() }),
  ]);
  expect(page).toMatchObject({ title: 'Semantic IDs: what was measured', charts: 2 });
  expect(page.text).toContain('No finished comparison is among the 2 records');
  expect(plain(page.text)).toContain('Which codes hold how many items (h)');
});

test('single evaluations have their tables, drift its chart', async () => {
  const tail = { segment: 'tail', items: 7, impressions: 1234, ne: 0.98, label_rate: 0.2 };
  const segments = [{ ...tail, ne_recalibrated: 0.975 }];
  const drift = {
    ...{ strategy: 'prefix', drift_percent: 0.5, ci95: [0.25, 0.75], seeds: 3 },
    ...{ ne_early_model_recalibrated: 0.96, drift_percent_recalibrated: 0.25 },
  };
  const page = await render([
    madeUpRecord('runs/s', { command: 'eval-segments', metrics: { segments } }),
    madeUpRecord('runs/d', {
      command: 'eval-drift',
      metrics: { early_day: 4, late_day: 20, strategies: [drift] },
    }),
  ]);
  expect(page.charts).toBe(1);
  expect(plain(page.text)).toMatch(/tail ?7 ?1,234 ?0\.2000 ?0\.9800 ?0\.9750/);
  expect(plain(page.text)).toMatch(
    /prefix ?– ?– ?\+0\.50 ?\[\+0\.25, \+0\.75\] ?0\.9600 ?– ?\+0\.25 ?3/,
  );
  expect(plain(page.text)).toContain('NE of the model of day 20 above that of day 4');
});

test('in a sweep each line stands against the baseline at its point', async () => {
  const line = (base: string, history: string, ne: number) => ({
    ...{ strategy: `${base}, history ${history}`, base, point: { 'ranker.history': history } },
    ...{ embed: base, ne, seeds: [1], segments: [{ segment: 'tail', ne }] },
    ...(base === 'random' ? {} : { ne_gain_percent: 1, ne_gain_ci95: [0.5, 1.5] }),
  });
  const strategies = [
    ...[line('random', 'bypass', 0.5), line('prefix', 'bypass', 0.4)],
    ...[line('random', 'pma', 1), line('prefix', 'pma', 0.3)],
  ];
  const metrics = { baseline: 'random', strategies };
  const { text } = await render([madeUpRecord('runs/sweep', { command: 'compare', metrics })]);
  expect(plain(text)).toContain(
    'prefix, history pma (NE 0.3000), clearly better than random, history pma: gain +1.00 %',
  );
  expect(plain(text)).toContain('tail: prefix, history bypass +20.00, prefix, history pma +70.00.');
  expect(text.match(/<td class="number">baseline<\/td>/g)).toHaveLength(2);
});

test('trials that an older config left behind are not mixed in', async () => {
  const old = madeUpRecord('runs/shop/trials/prefix-seed-1-oldoldold1/run', {
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
