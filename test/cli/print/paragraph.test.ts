import { expect, test } from 'vitest';
import { paragraph } from '../../../src/cli/print/paragraph.ts';

test('a long text is broken at spaces, none lost; a short one stays', () => {
  const words = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
  const lines = paragraph(words).split('\n');
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(words);
  expect(paragraph('short')).toBe('short');
});
