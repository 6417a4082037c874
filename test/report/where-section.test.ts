import { expect, test } from 'vitest';
import { driftLine } from '../../src/records/where-facts.ts';
import { renderPage } from '../../src/report/page.ts';
import { madeUpLog } from '../support/made-up-log.ts';
import { madeUpRecord } from '../support/made-up-records.ts';

async function textOf(life: Partial<(typeof madeUpLog)['half_life']> = {}): Promise<string> {
  const record = madeUpRecord('where', 'runs/where', {
    metrics: { half_life: { ...madeUpLog.half_life, ...life } },
  });
  const { text } = await renderPage({ records: [record], faults: [] }, {});
  return text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

test('what a log is like stands on the page: its facts, its nearest places, how much more of it', async () => {
  const text = await textOf();
  expect(text).toContain('What this log is like: shop');
  expect(text).toContain('half-life of items 60.0 days [45.0, 80.0]');
  expect(text).toContain('on the map (a map): the 1 place most like this log');
  expect(text).toContain('prefix below random -0.52 [-0.86, -0.18] holds');
  expect(text).toContain('1 place of the map is not measured yet');
  expect(text).toContain('a shop 3.20 % 12,000 no number');
});

test('why drift cannot show is said where items outlive the log, and only there', async () => {
  const why = 'drift from items that come and go cannot show here';
  expect(await textOf()).toContain(why);
  expect(await textOf({ days: NaN, ci95: [25, NaN] })).toContain(why);
  expect(await textOf({ days: 6, ci95: [5, 8] })).not.toContain(why);
  const inWeeks = { ...madeUpLog, day_hours: 168 };
  expect(driftLine(inWeeks)[0]).toContain('this log of 21 days of 168 hours each');
});

test('a log in which no item could be followed has no chart of it', async () => {
  expect(await textOf()).toContain('How long items stay');
  expect(await textOf({ survival: [] })).not.toContain('How long items stay');
});
