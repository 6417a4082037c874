// The program; errors to exit statuses.
import { Command, CommanderError } from 'commander';
import { flagOf } from '../../schema/settings.ts';
import { InterruptedError, messageOf, nameSettings, UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { createCommands, createHiddenCommands } from './command-list.ts';
import { styleHelp } from './help.ts';
import { setTypedWords } from './run-command.ts';
import { packageVersion } from './version.ts';

/** `sid` with all its commands. */
export function createProgram(): Command {
  const program = styleHelp(new Command('sid'))
    .description('Semantic IDs in click-through-rate ranking: an experiment toolkit.')
    .version(packageVersion(), '-V, --version')
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  for (const command of createCommands()) program.addCommand(inherit(command, program));
  for (const hidden of createHiddenCommands()) {
    program.addCommand(inherit(hidden, program), { hidden: true });
  }
  return program;
}

function inherit(command: Command, parent: Command): Command {
  styleHelp(command.copyInheritedSettings(parent));
  for (const child of command.commands) inherit(child, command);
  return command;
}

/**
 * Runs one command line.
 *
 * @param argv as in `process.argv`: node, script, words
 * @returns the exit status, which is also set: 0 done, 2 the user must change something, 130 interrupted,
 *   1 a fault of ours
 */
export async function main(argv: readonly string[] = process.argv): Promise<number> {
  const program = createProgram();
  let status = 0;
  try {
    setTypedWords(argv.slice(2));
    if (argv.length <= 2) program.outputHelp();
    else await program.parseAsync(argv);
  } catch (error) {
    const { text, exitStatus } = explainError(error, program);
    if (text !== '') process.stderr.write(`${text}\n`);
    status = exitStatus;
  }
  process.exitCode = status;
  return status;
}

/** What to print for an error, and the exit status. */
export function explainError(
  error: unknown,
  program: Command,
): { readonly text: string; readonly exitStatus: number } {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { text: '', exitStatus: 0 };
    // A command that wants a subcommand has shown its help.
    if (error.code === 'commander.help') return { text: '', exitStatus: 2 };
    return { text: describeUsageError(error, program), exitStatus: 2 };
  }
  if (error instanceof UserError) {
    return { text: `error: ${nameSettings(error.message, flagOf)}`, exitStatus: 2 };
  }
  if (error instanceof InterruptedError) {
    return { text: `interrupted: ${nameSettings(error.message, flagOf)}`, exitStatus: 130 };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  return { text: `a fault of sid itself, please report it:\n${stack}`, exitStatus: 1 };
}

/** Commander's complaint as one line, with the nearest valid name for a misspelled one. */
function describeUsageError(error: CommanderError, program: Command): string {
  const command = calledCommand(program);
  const words = command.args;
  const flags = command.options.flatMap((option) => (option.long ? [option.long] : []));
  const misspelled = words.find((word) => /^--./.test(word) && !flags.includes(word.split('=')[0]));
  const seeHelp = `(sid ${nameOf(command)}--help lists them)`;
  switch (error.code) {
    case 'commander.unknownCommand': {
      const names = command.commands.map((child) => child.name());
      return `error: unknown command "${words[0]}"; ${suggestName(words[0], names)}`;
    }
    case 'commander.unknownOption':
    case 'commander.missingMandatoryOptionValue':
      // A misspelled required flag is complained of as missing; the misspelling is the better hint.
      if (misspelled === undefined) break;
      return `error: unknown option "${misspelled}"; ${suggestName(misspelled.split('=')[0], flags)} ${seeHelp}`;
  }
  return error.message.replaceAll(/\s*\n\s*/g, ' ').replace(' is invalid. ', ' is invalid; ');
}

/** The command that the words led to: the deepest that was given arguments. */
function calledCommand(program: Command): Command {
  let command = program;
  for (;;) {
    const next = command.commands.find((child) => child.name() === command.args[0]);
    if (next === undefined) return command;
    command = next;
  }
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)}${command.name()} ` : '';
}
