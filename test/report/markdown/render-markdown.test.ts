import { expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/report/markdown/render-markdown.ts';
import { madeUpRecord } from '../../support/made-up-records.ts';
import { comparisonMetrics } from '../../support/made-up-shop.ts';
import { madeUpMap } from '../../support/tiny-map.ts';
import { expectGolden } from '../../support/golden-text.ts';

test('a comparison becomes its command, its tables and its verdicts', async () => {
  const record = madeUpRecord('compare', 'runs/shop', { metrics: comparisonMetrics() });
  const { text } = await renderMarkdown({ records: [record], faults: [] }, undefined, 'results');
  await expectGolden(text, 'report/results.md');
  // Every row of a table is as wide as its head.
  const bars = (line: string): number => line.split('|').length;
  const tables = text.split('\n\n').filter((block) => block.startsWith('|'));
  expect(tables.length).toBe(3);
  for (const table of tables) {
    const widths = table.split('\n').map(bars);
    expect(new Set(widths).size).toBe(1);
  }
});

test('a map becomes pictures beside the document and a table of its places', async () => {
  const record = madeUpRecord('map', 'runs/map', { metrics: madeUpMap() });
  const { text, pictures } = await renderMarkdown(
    { records: [record], faults: [] },
    undefined,
    'results',
  );
  expect(pictures.map(({ name }) => name)).toEqual(['results-map-1-1.svg', 'results-map-1-2.svg']);
  for (const { name, svg } of pictures) {
    expect(text).toContain(`](${name})`);
    // Every color that it names is declared in it.
    const named = [...svg.matchAll(/var\((--[\w-]+)\)/g)].map(([, variable]) => variable);
    expect(named.filter((variable) => !svg.includes(`${variable}: `))).toEqual([]);
  }
  // ln(5 / 9) at the first place, by hand.
  expect(text).toContain('| 5 | 2 | many | – | −0.59 % [−1.09, −0.09] |');
});
