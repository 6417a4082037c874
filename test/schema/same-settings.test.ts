import { expect, test } from 'vitest';
import { decidingNothing } from '../../src/schema/change-settings.ts';
import { file, flag, folder, positiveInt } from '../../src/schema/kinds.ts';
import { severalOf } from '../../src/schema/list-kinds.ts';
import { assertSameSettings, comparedSettings } from '../../src/schema/same-settings.ts';
import { defineSettings } from '../../src/schema/settings.ts';

const TABLE = defineSettings({
  items: { kind: severalOf(file, 'files'), required: true, says: 'a catalog' },
  model: { kind: folder, default: null, otherwise: 'none', says: 'a model' },
  boxes: { kind: folder, default: null, otherwise: 'none', says: 'others' },
  epochs: { kind: positiveInt, default: 5, says: 'how often' },
  ...decidingNothing(
    defineSettings({ cache: { kind: flag, default: false, says: 'how it is got' } }),
  ),
});

test('of a folder the name is compared, of a file the path; what decides nothing is not', () => {
  const given = { items: ['./a.csv'], model: 'runs/../models/m/', boxes: null, epochs: 3 };
  expect(comparedSettings(TABLE, { ...given, cache: true })).toEqual({
    ...{ items: ['a.csv'], model: 'm', boxes: null, epochs: 3 },
  });
});

test('what differs is named, and what is only there now', () => {
  const begun = { epochs: 3, 'hash of model': 'a' };
  const complaint = (now: object) => () => {
    assertSameSettings(begun, now, 'runs/x');
  };
  expect(complaint({ ...begun, later: undefined })).not.toThrow();
  expect(complaint({ ...begun, epochs: 4 })).toThrow(
    'runs/x was begun with epochs 3, now it is 4; give the same settings, or remove runs/x to begin anew',
  );
  expect(complaint({ ...begun, 'hash of processor': 'b' })).toThrow(
    'begun with hash of processor undefined, now it is "b"',
  );
});
