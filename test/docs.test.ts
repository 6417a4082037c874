import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GENERATED } from '../bin/docs/generated.ts';

test.each(GENERATED)('$path is what npm run docs writes', ({ path, text }) => {
  expect(readFileSync(path, 'utf8')).toBe(text('.'));
});

test('ARCHITECTURE.md fits 150 lines', () => {
  const numLines = readFileSync('ARCHITECTURE.md', 'utf8').split('\n').length;
  expect(numLines).toBeLessThanOrEqual(151);
});
