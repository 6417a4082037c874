import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellQuote } from '../../src/util/shell-quote.ts';

test.each([
  'plain-word.js',
  'two words',
  `it's "quoted" $HOME \`x\` \\n`,
  '',
  '[{"a":1}]',
  '*',
  '~',
])('a shell reads %j back', (word) => {
  const text = execFileSync('sh', ['-c', `printf %s ${shellQuote(word)}`], { encoding: 'utf8' });
  expect(text).toBe(word);
});
