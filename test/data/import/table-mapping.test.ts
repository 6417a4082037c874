import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTableMapping } from '../../../src/data/import/table-mapping.ts';
import { UserError } from '../../../src/util/errors.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const path = join(folder, 'mapping.json');

const LEAST = {
  events: 'clicks.csv',
  user: 'u',
  item: 'i',
  time: 't',
  embeddings: { file: 'items.parquet', id: 'i', column: 'e' },
};

function read(mapping: unknown): ReturnType<typeof readTableMapping> {
  writeFileSync(path, typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
  return readTableMapping(path);
}

test('the least that must be said, with the defaults', () => {
  expect(read(LEAST)).toEqual({
    events: [join(folder, 'clicks.csv')],
    user: 'u',
    item: 'i',
    time: { column: 't', unit: 'ms', timeZone: 'UTC' },
    dense: [],
    timeFeatures: true,
    embeddings: { file: join(folder, 'items.parquet'), id: 'i', column: 'e' },
  });
});

test('all that may be said', () => {
  const time = { column: 't', unit: 's', format: '%d.%m.%Y', timeZone: 'Europe/Paris' };
  const embeddings = { file: '/data/items.parquet', id: 'i', columns: ['e0', 'e1'] };
  const rest = { label: 'y', dense: ['p', 'q'], timeFeatures: false };
  const mapping = read({ ...LEAST, ...rest, events: ['a.csv', '/b.csv'], time, embeddings });
  expect(mapping).toEqual({
    events: [join(folder, 'a.csv'), '/b.csv'],
    user: 'u',
    item: 'i',
    ...rest,
    time,
    embeddings,
  });
});

test('a history is a column, or more about it', () => {
  expect(read({ ...LEAST, history: 'h' }).history).toEqual({ column: 'h', newestFirst: false });
  const history = { column: 'h', separator: ' ', newestFirst: true };
  expect(read({ ...LEAST, history }).history).toEqual(history);
});

test('categories are columns of the file of embeddings, or of a file of their own', () => {
  expect(read(LEAST)).not.toHaveProperty('categories');
  expect(read({ ...LEAST, categories: 'k' }).categories).toEqual({ columns: ['k'] });
  expect(read({ ...LEAST, categories: ['k', 'l'] }).categories).toEqual({ columns: ['k', 'l'] });
  const categories = { columns: 'k', file: 'things.csv', id: 'thing' };
  expect(read({ ...LEAST, categories }).categories).toEqual({
    ...{ columns: ['k'], file: join(folder, 'things.csv'), id: 'thing' },
  });
});

const WITHOUT_TIME = { ...LEAST, time: undefined };

test.each([
  ['a misspelled field', { ...LEAST, evnets: 'x' }, 'unknown key "evnets"; did you mean "events"?'],
  [
    'a field inside',
    { ...LEAST, time: { column: 't', units: 's' } },
    'unknown key "time.units"; did you mean "unit"?',
  ],
  [
    'a field inside a history',
    { ...LEAST, history: { column: 'h', seperator: ' ' } },
    'unknown key "history.seperator"; did you mean "separator"?',
  ],
  [
    'a history that is no column',
    { ...LEAST, history: 3 },
    '"history" must be a text or an object',
  ],
  ['a category twice', { ...LEAST, categories: ['k', 'k'] }, '"categories" names "k" twice'],
  [
    'a category with the name of a column',
    { ...LEAST, categories: ['item_id'] },
    'a category cannot be called "item_id", as a corpus has that column; rename the column',
  ],
  [
    'a category that a list cannot name',
    { ...LEAST, categories: ['a,b'] },
    'a category cannot be called "a,b"',
  ],
  [
    'no category',
    { ...LEAST, categories: [] },
    '"categories" must be a text or a list of at least',
  ],
  ['a missing field', WITHOUT_TIME, '"time" is missing; give a text'],
  ['a wrong type', { ...LEAST, user: 5 }, '"user" must be a text, not 5'],
  ['a wrong type in a list', { ...LEAST, dense: ['a', 1] }, '"dense[1]" must be a text, not 1'],
  [
    'a number for files',
    { ...LEAST, events: 3 },
    '"events" must be a text or a list of texts, not 3',
  ],
  ['an empty name', { ...LEAST, label: '' }, '"label" must be a text, not ""'],
  ['nothing for a text', { ...LEAST, label: null }, '"label" must be a text, not null'],
  ['a number for the time', { ...LEAST, time: 5 }, '"time" must be a text or an object, not 5'],
  [
    'a time without a column',
    { ...LEAST, time: { unit: 's' } },
    '"time.column" is missing; give a text',
  ],
  [
    'a wrong truth',
    { ...LEAST, timeFeatures: 'yes' },
    '"timeFeatures" must be true or false, not "yes"',
  ],
  ['no object', { ...LEAST, embeddings: 'x' }, '"embeddings" must be an object, not "x"'],
  [
    'no files',
    { ...LEAST, events: [] },
    '"events" must be a text or a list of at least one, not []',
  ],
  [
    'an unknown unit',
    { ...LEAST, time: { column: 't', unit: 'min' } },
    '"time.unit" is "min"; known: s, ms, us, ns',
  ],
  [
    'two ways at once',
    { ...LEAST, embeddings: { ...LEAST.embeddings, columnPrefix: 'e' } },
    'one of',
  ],
  ['a feature twice', { ...LEAST, dense: ['a', 'a'] }, '"dense" names "a" twice'],
  ['a name of ours', { ...LEAST, dense: ['label'] }, 'cannot be called "label"'],
  ['a time feature', { ...LEAST, dense: ['weekend'] }, '"weekend" is a time feature already'],
  ['broken JSON', '{"events": ', 'is not valid JSON'],
  ['another value', '5', 'it must be an object, not 5'],
  ['a list', '[]', 'it must be an object, not []'],
  ['a list of embeddings', { ...LEAST, embeddings: [] }, '"embeddings" must be an object, not []'],
])('refuses %s', (_name, mapping, message) => {
  expect(() => read(mapping)).toThrow(UserError);
  expect(() => read(mapping)).toThrow(message);
  expect(() => read(mapping)).toThrow(path);
});

test('a time feature’s name is free where time features are off', () => {
  expect(read({ ...LEAST, dense: ['weekend'], timeFeatures: false }).dense).toEqual(['weekend']);
});

test('a missing file and a folder are named', () => {
  expect(() => readTableMapping(join(folder, 'gone.json'))).toThrow(/gone\.json does not exist/);
  expect(() => readTableMapping(folder)).toThrow(`${folder} is a folder; a JSON file is wanted`);
});
