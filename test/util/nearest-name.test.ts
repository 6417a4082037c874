import { expect, test } from 'vitest';
import { nearestName, suggestName } from '../../src/util/nearest-name.ts';

test('the name with the least edit distance is meant, unless most letters are wrong', () => {
  const names = ['prefix', 'random', 'trigram', 'fourgram'];
  expect(nearestName('prefx', names)).toBe('prefix');
  expect(nearestName('TRIGRAMS', names)).toBe('trigram');
  expect(nearestName('zzzzzz', names)).toBeUndefined();
  expect(suggestName('randm', names)).toBe('did you mean "random"?');
  expect(suggestName('zzzzzz', names)).toBe('known: prefix, random, trigram, fourgram');
});
