import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GENERATED } from '../bin/docs/generated.ts';

test.each(GENERATED)('$path is what npm run docs writes', ({ path, text }) => {
  expect(readFileSync(path, 'utf8')).toBe(text('.'));
});

test('ARCHITECTURE.md fits 150 lines', () => {
  const numLines = readFileSync('ARCHITECTURE.md', 'utf8').split('\n').length;
  expect(numLines).toBeLessThanOrEqual(151);
});

test('the example in CONTRIBUTING.md is the test that it names', () => {
  const contributing = readFileSync('CONTRIBUTING.md', 'utf8');
  const [, path, example] =
    /is `(test\/\S+\.test\.ts)`:\n\n```ts\n(.*?)```/s.exec(contributing) ?? [];
  const [headLine, ...code] = readFileSync(path, 'utf8').split('\n');
  expect(headLine).toMatch(/^\/\/ /);
  expect(example).toBe(code.join('\n'));
});

test('tests, configs and folders that the documents name are there', () => {
  const named = ['docs/coverage.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'src/ranker/README.md']
    .flatMap((path) => readFileSync(path, 'utf8').match(/\b(?:test|configs|src|docs)\/[\w./-]+/g))
    .map((name) => name?.replace(/\.$/, '') ?? '');
  expect(named.length).toBeGreaterThan(50);
  const gone = named.filter((name) => !existsSync(name) && !/\/(a|b)\b/.test(name));
  expect(gone).toEqual([]);
});
