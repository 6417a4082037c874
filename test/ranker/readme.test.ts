import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the page of formulas names files that are there', () => {
  const text = readFileSync('src/ranker/README.md', 'utf8');
  const files = [...text.matchAll(/`([\w./-]+\.ts)`/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => !existsSync(join('src/ranker', file)))).toEqual([]);
});
