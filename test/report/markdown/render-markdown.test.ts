import { expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/report/markdown/render-markdown.ts';
import { madeUpRecord } from '../../support/made-up-records.ts';
import { comparisonMetrics } from '../../support/made-up-shop.ts';
import { expectGolden } from '../../support/golden-text.ts';

test('a comparison becomes its command, its tables and its verdicts', async () => {
  const record = madeUpRecord('compare', 'runs/shop', { metrics: comparisonMetrics() });
  const { text } = renderMarkdown({ records: [record], faults: [] }, undefined);
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
