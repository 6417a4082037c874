import { expect, test } from 'vitest';
import { cropName } from '../../src/grounding/crop-name.ts';

test('a plain id is its own name, another has letters of its hash behind it', () => {
  expect(cropName(12)).toBe('12.jpg');
  expect(cropName('10123C')).toBe('10123c-c603961ad4.jpg');
  expect(cropName('a-1_b')).toBe('a-1_b.jpg');
});

test('whatever the id, the name is safe, and no two items share one', () => {
  const ids = [
    'A1',
    'a1',
    '../a',
    '..',
    '-x',
    'a/b',
    'a b',
    'a-b',
    'con',
    'ä',
    'ö',
    '',
    'x'.repeat(300),
  ];
  const names = ids.map(cropName);
  for (const name of names) {
    expect(name).toMatch(/^[a-z0-9_-]{1,95}\.jpg$/);
    expect(name).not.toMatch(/^con\.jpg$/);
  }
  expect(new Set(names).size).toBe(ids.length);
});
