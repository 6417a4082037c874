import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  assertDayInCorpus,
  corpusPath,
  dayPath,
  dayStartMs,
  readCorpusInfo,
  writeCorpusInfo,
} from '../../src/artifacts/corpus.ts';
import type { CorpusInfo } from '../../src/artifacts/corpus.ts';
import { UserError } from '../../src/util/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-corpus-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const INFO: CorpusInfo = {
  format: 'sid-corpus-1',
  source: 'test',
  numItems: 3,
  numUsers: 2,
  numDays: 2,
  firstDayStartMs: 1000,
  dayMs: 500,
  impressionsPerDay: [4, 5],
  clicksPerDay: [1, 2],
  denseFeatures: ['hour'],
  embeddingWidth: 8,
  negativesRule: 'none',
  notes: { origin: 'by hand' },
};

test('comes back as it was written', async () => {
  const corpus = join(folder, 'whole');
  await writeCorpusInfo(corpus, INFO);
  expect(readCorpusInfo(corpus)).toEqual(INFO);
});

test.each([
  [
    'cut short',
    '{"format": "sid-corpus-1", "num',
    /corpus\.json is not valid JSON \(.*\); make the corpus/,
  ],
  ['of another format', '{"format": "x-2"}', /has format "x-2", not sid-corpus-1/],
  [
    'without a number',
    JSON.stringify({ ...INFO, numItems: 'many' }),
    /"numItems" must be a whole number of 0 or more, not "many"; make the corpus again/,
  ],
  [
    'without a list',
    JSON.stringify({ ...INFO, denseFeatures: null }),
    /"denseFeatures" must be a list, not null; make the corpus again/,
  ],
])('a corpus.json that is %s is refused', (name, text, message) => {
  const corpus = join(folder, name);
  mkdirSync(corpus);
  writeFileSync(corpusPath(corpus, 'corpus.json'), text);
  expect(() => readCorpusInfo(corpus)).toThrow(UserError);
  expect(() => readCorpusInfo(corpus)).toThrow(message);
});

test('a folder without corpus.json is no corpus', () => {
  const corpus = join(folder, 'nothing');
  expect(() => readCorpusInfo(corpus)).toThrow(
    `${corpus} is no corpus (no corpus.json); make one with sid simulate or sid import`,
  );
});

test('days have a file, a begin and bounds', () => {
  expect(dayPath('c', 7)).toBe(join('c', 'days', 'day-007.arrow'));
  expect([1, 2, 3].map((day) => dayStartMs(INFO, day))).toEqual([1000, 1500, 2000]);
  const uneven = { ...INFO, dayStartsMs: [1000, 1400, 2000] };
  expect([1, 2, 3].map((day) => dayStartMs(uneven, day))).toEqual([1000, 1400, 2000]);
  expect(() => assertDayInCorpus(INFO, 2, '--day')).not.toThrow();
  expect(() => assertDayInCorpus(INFO, 3, '--day')).toThrow(
    '--day 3 is outside the corpus, which has days 1-2',
  );
});
