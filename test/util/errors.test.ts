import { expect, test } from 'vitest';
import { flagOf } from '../../src/schema/settings.ts';
import { nameSettings, setting } from '../../src/util/errors.ts';

test('a message names settings by their keys, and the command line by their flags', () => {
  const message = `${setting('keepDays')} 9 is not among ${setting('days')} 1-2 of <x> ‹two words›`;
  expect(nameSettings(message, flagOf)).toBe(
    '--keep-days 9 is not among --days 1-2 of <x> ‹two words›',
  );
  expect(nameSettings('nothing to name', flagOf)).toBe('nothing to name');
});
