import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { UserError } from '../../src/util/errors.ts';
import { threadsFrom } from '../../src/util/threads.ts';

test('SID_THREADS says how many; without it, or empty, there is one for each core', () => {
  expect(threadsFrom({ SID_THREADS: '1' })).toBe(1);
  expect(threadsFrom({ SID_THREADS: '1024' })).toBe(1024);
  expect(threadsFrom({})).toBe(availableParallelism());
  expect(threadsFrom({ SID_THREADS: '' })).toBe(availableParallelism());
});

test.each(['abc', '0', '-1', '1.5', '1e2', ' 2', '1025', 'Infinity', 'NaN'])(
  'SID_THREADS "%s" is one line with the value and what to give',
  (given) => {
    const message = `SID_THREADS is "${given}"; give a whole number from 1 to 1024, or unset it`;
    expect(() => threadsFrom({ SID_THREADS: given })).toThrow(UserError);
    expect(() => threadsFrom({ SID_THREADS: given })).toThrow(message);
  },
);
