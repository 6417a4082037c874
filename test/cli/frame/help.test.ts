import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../../src/cli/frame/program.ts';

/** A command's whole help, examples included. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHasColors: () => false });
  command.outputHelp();
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function withChildren(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withChildren)];
}

function nameOf(command: Command): string {
  return command.parent === null ? 'sid' : `${nameOf(command.parent)}-${command.name()}`;
}

const commands = withChildren(createProgram());

test.each(commands.map((command) => [nameOf(command), command] as const))(
  'help of %s is as in its golden file',
  async (name, command) => {
    await expect(helpOf(command)).toMatchFileSnapshot(`../../golden/help/${name}.txt`);
  },
);

test('no help line is too long for a terminal of 100 columns', () => {
  for (const command of commands) {
    for (const line of helpOf(command).split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(100);
  }
});
