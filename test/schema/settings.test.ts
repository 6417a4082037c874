import { expect, expectTypeOf, test } from 'vitest';
import { fraction, flag, nonNegativeInt, oneOf, positiveInt } from '../../src/schema/kinds.ts';
import { ascendingInts, dayRange, severalOf } from '../../src/schema/list-kinds.ts';
import {
  completeSettings,
  defaultsOf,
  defineSettings,
  describeSetting,
  flagOf,
  omitSettings,
  parseGiven,
  parseSettings,
  pickSettings,
  toWords,
} from '../../src/schema/settings.ts';
import type { GivenOf, OptionsOf, SettingsOf } from '../../src/schema/settings.ts';

const TABLE = defineSettings({
  days: { kind: dayRange, required: true, says: 'days to train on' },
  kind: { kind: oneOf(['a', 'bee']), default: 'a', says: 'which' },
  share: { kind: fraction, default: 0.5, symbol: 's', paper: '0.1', says: 'share held out' },
  rows: { kind: positiveInt, default: null, otherwise: 'by the factor', says: 'rows' },
  keepDays: { kind: ascendingInts, computed: 'the last', says: 'kept days' },
  runs: { kind: severalOf(positiveInt, 'ns'), default: null, says: 'several' },
  fast: { kind: flag, default: false, says: 'no checks' },
});
const SAVED: SettingsOf<typeof TABLE> = {
  ...{ days: { from: 1, to: 4 }, kind: 'bee', share: 0.5, rows: null, keepDays: [4], runs: null },
  fast: false,
};

test('types follow the table', () => {
  type Days = { readonly from: number; readonly to: number };
  expectTypeOf<SettingsOf<typeof TABLE>['days']>().toExtend<Days>();
  expectTypeOf<SettingsOf<typeof TABLE>['kind']>().toEqualTypeOf<'a' | 'bee'>();
  expectTypeOf<SettingsOf<typeof TABLE>['rows']>().toEqualTypeOf<number | null>();
  expectTypeOf<OptionsOf<typeof TABLE>['keepDays']>().toEqualTypeOf<
    readonly number[] | undefined
  >();
  expectTypeOf<SettingsOf<typeof TABLE>['keepDays']>().toEqualTypeOf<readonly number[]>();
  expectTypeOf<GivenOf<typeof TABLE>['share']>().toEqualTypeOf<number | null | undefined>();
  // @ts-expect-error a default is of the kind
  defineSettings({ n: { kind: positiveInt, default: 'x', says: 'n' } });
  // @ts-expect-error a setting is required, or has a default, or follows from the data
  defineSettings({ n: { kind: positiveInt, says: 'n' } });
});

test('a config gives some of the settings, also in the words of a command line; null gives none', () => {
  expect(parseGiven(TABLE, { days: '1-4', rows: null, keepDays: '4,2' }, 'ranker')).toEqual({
    ...{ days: { from: 1, to: 4 }, keepDays: [2, 4] },
  });
  expect(parseGiven(TABLE, { days: 4 }, 'ranker')).toEqual({ days: { from: 4, to: 4 } });
});

test.each([
  [{ kidn: 'a' }, 'unknown key "train.kidn"; did you mean "kind"?'],
  [{ share: 2 }, '"train.share" must be a number from 0 to 1, not 2'],
  [{ share: '0.5' }, '"train.share" must be a number from 0 to 1, not "0.5"'],
  [{ kind: 'be' }, '"train.kind" is "be"; did you mean "bee"?'],
  [{ keepDays: [1, 0] }, '"train.keepDays[1]" must be a whole number of 1 or more, not 0'],
  [{ keepDays: [] }, '"train.keepDays" must be a list, not []'],
  [{ days: '4-1' }, '"train.days" must be days as FROM-TO, counted from 1, like 1-4, not "4-1"'],
  [{ days: { from: 4, to: 1 } }, '"train.days" must be days as FROM-TO'],
  [[], '"train" must be an object, not []'],
])('%j: %s', (json, message) => {
  expect(() => parseGiven(TABLE, json, 'train')).toThrow(message);
});

test('defaults fill what was not given; a required one cannot be filled', () => {
  const given = { days: { from: 1, to: 4 }, kind: 'bee' } as const;
  expect(completeSettings(TABLE, given, '')).toEqual({ ...SAVED, keepDays: undefined });
  expect(() => completeSettings(TABLE, {}, 'train')).toThrow('"train.days" is missing; give days');
  expect(defaultsOf(TABLE)).toEqual({ kind: 'a', share: 0.5, rows: null, runs: null, fast: false });
});

test('a record holds all of them', () => {
  expect(parseSettings(TABLE, SAVED, 'run.json: config')).toEqual(SAVED);
  const { share, ...less } = SAVED;
  expect(share).toBe(0.5);
  expect(() => parseSettings(TABLE, less, 'config')).toThrow(
    '"config.share" is missing; give a number from 0 to 1',
  );
  expect(() => parseSettings(TABLE, { ...SAVED, more: 1 }, 'config')).toThrow(
    'unknown key "config.more"',
  );
  expect(() => parseSettings(TABLE, { ...SAVED, share: null }, 'config')).toThrow('not null');
});

test('a setting younger than a record has its default there', () => {
  const table = defineSettings({
    ...{ kind: TABLE.kind },
    rows: { ...TABLE.rows, isOptionalInRecords: true },
    share: { kind: fraction, default: 0.5, isOptionalInRecords: true, says: 'share' },
  });
  const old = { kind: 'bee', rows: null, share: 0.5 };
  expect(parseSettings(table, { kind: 'bee' }, 'config')).toEqual(old);
  expect(parseSettings(table, { ...old, rows: 3 }, 'config')).toEqual({ ...old, rows: 3 });
  expect(() => parseSettings(table, { share: 0.5 }, 'config')).toThrow('"config.kind" is missing');
});

test('the words of a command line', () => {
  expect(flagOf('heldOutSeed')).toBe('--held-out-seed');
  expect(toWords(TABLE, { ...SAVED, rows: 7, runs: [1, 2], fast: true })).toEqual([
    ...['--days', '1-4', '--kind', 'bee', '--share', '0.5', '--rows', '7', '--keep-days', '4'],
    ...['--runs', '1', '2', '--fast'],
  ]);
  expect(toWords(TABLE, {})).toEqual([]);
});

test('parts of a table', () => {
  expect(Object.keys(pickSettings(TABLE, ['rows', 'kind']))).toEqual(['rows', 'kind']);
  expect(Object.keys(omitSettings(TABLE, ['rows', 'kind', 'fast', 'runs']))).toEqual([
    ...['days', 'share', 'keepDays'],
  ]);
});

test('what the help says', () => {
  expect(describeSetting(TABLE.share)).toBe('s, share held out; paper: 0.1 (default: 0.5)');
  expect(describeSetting(TABLE.kind)).toBe('which: a, bee (default: a)');
  expect(describeSetting(TABLE.rows)).toBe('rows (default: by the factor)');
  expect(describeSetting(TABLE.keepDays)).toBe('kept days (default: the last)');
  expect(describeSetting(TABLE.days)).toBe('days to train on');
  const seed = { kind: nonNegativeInt, default: 1, says: 'seed' };
  expect(describeSetting(seed)).toBe('seed (default: 1)');
});
