import { expect, test } from 'vitest';
import { queryEncoder } from '../../src/embed/query-encoder.ts';

test.each([
  ['clip-picture', { texts: true, pictures: false }, 'clip-text'],
  ['clip', { texts: true, pictures: false }, 'clip-text'],
  ['clip', { texts: false, pictures: true }, 'clip-picture'],
  ['dual-text', { texts: true, pictures: true }, 'dual'],
  ['text', { texts: true, pictures: false }, 'text'],
  ['picture', { texts: true, pictures: false }, 'picture'],
  ['joined', { texts: false, pictures: true }, 'joined'],
] as const)('items of %s, searches with %j: %s', (items, has, name) => {
  expect(queryEncoder(items, has)).toBe(name);
});
