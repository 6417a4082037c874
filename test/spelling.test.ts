import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOTS = ['src', 'bin', 'test', 'docs', 'configs', 'data/online-retail', 'data/groceries'];
const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'data/README.md',
];
const THIS_FILE = join('test', 'spelling.test.ts');

/** British spellings of words that come up here, -ise for -ize among them. */
const BRITISH = new RegExp(
  [
    'neighbour|behaviour|colour|favour|labour|honour',
    '(?:optim|normal|quant|final|initial|minim|maxim|general|serial|parameter|parallel|vector|random)is(?:e|ing|ation)',
    '(?:summar|organ|recogn|categor|standard|special|util|real|penal|token|visual|regular|memor|local)is(?:ed?|ing|ation)\\b',
    '\\banalys(?:e|ed|er|ing)\\b',
    'labelled(?!by)|labelling|cancelled|cancelling|modell|travell|signall',
    'licence|artefact|catalogue|judgement|\\bcentre|\\bgrey\\b|learnt|spelt|burnt|towards|afterwards|whilst|amongst',
  ].join('|'),
  'i',
);

/** Words of ours for what the field has a word for. */
const PRIVATE = /\b(?:tower|climb|doorstep|crew|trainee|looked through)s?\b/i;

function* lines(): Generator<{ place: string; line: string }> {
  const below = ROOTS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  for (const path of [...DOCUMENTS, ...below]) {
    if (
      !/\.(?:ts|mjs|py|md|json|svg|html|txt)$/.test(path) ||
      path === THIS_FILE ||
      path.includes('.venv')
    )
      continue;
    for (const [i, line] of readFileSync(path, 'utf8').split('\n').entries()) {
      yield { place: `${path}:${i + 1}`, line };
    }
  }
}

test.each([
  ['American', BRITISH],
  ["the field's words", PRIVATE],
])('one spelling and one vocabulary: %s', (_name, refused) => {
  const found = [...lines()].flatMap(({ place, line }) => {
    const [word] = refused.exec(line) ?? [];
    return word === undefined ? [] : [`${place} ${word}`];
  });
  expect(found).toEqual([]);
});
