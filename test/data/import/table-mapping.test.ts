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

const WITHOUT_TIME = { ...LEAST, time: undefined };

test.each([
  ['a misspelt field', { ...LEAST, evnets: 'x' }, 'unknown field "evnets"; did you mean "events"?'],
  ['a field inside', { ...LEAST, time: { column: 't', units: 's' } }, 'unknown field "time.units"'],
  ['a missing field', WITHOUT_TIME, '"time" is missing; add it'],
  ['a wrong type', { ...LEAST, user: 5 }, '"user" must be a text, not 5'],
  [
    'a wrong type in a list',
    { ...LEAST, dense: ['a', 1] },
    'each of "dense" must be a text, not 1',
  ],
  ['a wrong truth', { ...LEAST, timeFeatures: 'yes' }, '"timeFeatures" must be true or false'],
  ['no object', { ...LEAST, embeddings: 'x' }, '"embeddings" must be an object in braces'],
  ['no files', { ...LEAST, events: [] }, '"events" is an empty list; name at least one'],
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
  ['another value', '[]', 'the mapping must be an object in braces'],
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
