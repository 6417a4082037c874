import { expect, test } from 'vitest';
import { idleSettings } from '../../src/schema/idle-settings.ts';
import { flag, oneOf, positiveInt } from '../../src/schema/kinds.ts';
import { names } from '../../src/schema/list-kinds.ts';
import { completeSettings, defineSettings } from '../../src/schema/settings.ts';
import type { GivenOf } from '../../src/schema/settings.ts';

const TABLE = defineSettings({
  color: { kind: oneOf(['red', 'green', 'blue']), default: 'red', says: 'which' },
  shade: {
    kind: positiveInt,
    default: 3,
    says: 'how dark',
    onlyWith: { color: ['green', 'blue'] },
  },
  frame: { kind: positiveInt, default: null, says: 'width of a frame' },
  corner: { kind: positiveInt, default: 1, says: 'of the frame', onlyWith: { frame: 'given' } },
  glow: {
    kind: positiveInt,
    default: 1,
    says: 'of a blue frame',
    onlyWith: { frame: 'given', color: ['blue'] },
  },
  finish: { kind: oneOf(['matt', 'gloss', 'satin']), default: null, says: 'of the paint' },
  coats: { kind: positiveInt, default: 1, says: 'of it', onlyWith: { finish: ['gloss', 'satin'] } },
  bare: { kind: flag, default: false, says: 'no paint at all' },
  brush: { kind: positiveInt, default: 1, says: 'of paint', onlyWith: { bare: 'missing' } },
  grain: { kind: positiveInt, default: 1, says: 'of wood', onlyWith: { bare: 'given' } },
  tone: { kind: positiveInt, default: 1, says: 'or a frame', onlyWith: { frame: 'missing' } },
  labels: { kind: names, default: ['front'], says: 'what is written on it' },
  font: {
    kind: positiveInt,
    default: 1,
    says: 'of labels',
    onlyWith: { labels: { not: ['none'] } },
  },
  nails: {
    kind: positiveInt,
    default: 1,
    says: 'of a frame or of labels',
    onlyWith: { bare: 'missing' },
    onlyWithAny: [{ frame: 'given' }, { labels: { not: ['none', 'back'] } }],
  },
});
const linesFor = (given: GivenOf<typeof TABLE>): string[] =>
  idleSettings(TABLE, given, completeSettings(TABLE, given, ''));

test('a line for what was given and has no effect, with the reason', () => {
  expect(linesFor({ shade: 3, corner: 2 })).toEqual([
    '‹shade› has no effect with ‹color› red; it is for green or blue',
    '‹corner› has no effect without ‹frame›',
  ]);
  expect(linesFor({ glow: 2, frame: 1 })).toEqual([
    '‹glow› has no effect with ‹color› red; it is for blue',
  ]);
  expect(linesFor({ coats: 2 })).toEqual(['‹coats› has no effect without ‹finish› gloss or satin']);
  expect(linesFor({ brush: 2, bare: true })).toEqual(['‹brush› has no effect beside ‹bare›']);
  expect(linesFor({ grain: 2 })).toEqual(['‹grain› has no effect without ‹bare›']);
  expect(linesFor({ tone: 2, frame: 1 })).toEqual(['‹tone› has no effect beside ‹frame›']);
  expect(linesFor({ font: 2, labels: [] })).toEqual(['‹font› has no effect with ‹labels› none']);
  expect(linesFor({ nails: 2, labels: ['back'] })).toEqual([
    '‹nails› has no effect without ‹frame› and with ‹labels› back',
  ]);
  expect(linesFor({ nails: 2, frame: 1, bare: true })).toEqual([
    '‹nails› has no effect beside ‹bare›',
  ]);
});

test('nothing is said of what was not given, nor of what has an effect', () => {
  expect(linesFor({})).toEqual([]);
  expect(linesFor({ color: 'green', shade: 4, frame: 2, corner: 2 })).toEqual([]);
  expect(linesFor({ tone: 2 })).toEqual([]);
  expect(linesFor({ brush: 2 })).toEqual([]);
  expect(linesFor({ grain: 2, bare: true })).toEqual([]);
  expect(linesFor({ font: 2 })).toEqual([]);
  expect(linesFor({ nails: 2 })).toEqual([]);
  expect(linesFor({ nails: 2, frame: 1, labels: [] })).toEqual([]);
});
