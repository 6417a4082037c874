// Reads commands and their output from a made-up document.
import { expect, test } from 'vitest';
import { readBlocks, readCommands } from './read-commands.ts';

const DOCUMENT = `# Title
## One
text
\`\`\`
sid a --x 1 \\
    --y 2
sid b
\`\`\`
\`\`\`
$ sid c
head  1
tail  2

$ sid d
\`\`\`
## Two
\`\`\`
sid e
\`\`\`
`;

test('a block of commands alone, and one with output', () => {
  expect(readBlocks(DOCUMENT, '## One').map(readCommands)).toEqual([
    [
      { command: 'sid a --x 1 --y 2', output: undefined },
      { command: 'sid b', output: undefined },
    ],
    [
      { command: 'sid c', output: ['head  1', 'tail  2'] },
      { command: 'sid d', output: undefined },
    ],
  ]);
});

test('a section ends where the next begins, and must be there', () => {
  expect(readBlocks(DOCUMENT, '## Two')).toEqual([['sid e']]);
  expect(() => readBlocks(DOCUMENT, '## Three')).toThrow('no section "## Three"');
  expect(() => readBlocks(DOCUMENT, '# Title')).toThrow('no code block');
});
