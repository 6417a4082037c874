import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LAYOUTS } from '../src/kernels/layouts.ts';

const root = join(import.meta.dirname, '..');

/** Arrays of kernels: their layouts say what their letters are. */
const ofKernels = new Set<string>(
  LAYOUTS.flatMap(({ arrays, sums = [] }) => [...Object.keys(arrays), ...sums]),
);

/** Letters of the key, `| T, Q | ... |`, in the section "Names" of ARCHITECTURE.md. */
function readKey(): string[] {
  const [, names] = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('\n## Names\n');
  const rows = names.split('\n## ')[0].matchAll(/^\| ([A-Z](?:, [A-Z])*) \|/gm);
  return [...rows].flatMap(([, letters]) => letters.split(', '));
}

/** Names with dimension letters, each with the file that it stands in. */
function* lettered(): Generator<{ file: string; name: string; letters: string }> {
  for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.startsWith('kernels')) continue;
    const source = readFileSync(join(root, 'src', file), 'utf8');
    for (const [name, letters] of source.matchAll(/\b[a-z][A-Za-z0-9]*_([A-Z][A-Z0-9]*)\b/g)) {
      yield { file, name, letters };
    }
  }
}

test('every letter of the key has one meaning', () => {
  const key = readKey();
  expect(key.length).toBeGreaterThan(15);
  expect(key).toEqual([...new Set(key)]);
});

test('names end in letters of the key alone; a digit stands for itself', () => {
  const key = new Set(readKey());
  const unknown = [...lettered()]
    .filter(({ name }) => !ofKernels.has(name))
    .filter(({ letters }) =>
      [...letters].some((letter) => /[A-Z]/.test(letter) && !key.has(letter)),
    )
    .map(({ file, name }) => `${file}: ${name}`);
  expect([...new Set(unknown)]).toEqual([]);
});

test('no letter of the key is left over', () => {
  const used = new Set([...lettered()].flatMap(({ letters }) => [...letters]));
  expect(readKey().filter((letter) => !used.has(letter))).toEqual([]);
});
