// The look of help texts.
import type { Command } from 'commander';

/** Adds worked examples below a command's help. @param lines what a user would type, without a prompt */
export function addExamples(command: Command, lines: readonly string[]): Command {
  const title = lines.length === 1 ? 'Example:' : 'Examples:';
  return command.addHelpText('after', `\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

/** A sentence for each name. */
export type Meanings = Readonly<Record<string, { readonly says: string }>>;

/** Adds what the names of a flag mean, of a registry's rows. @param flag like "--embed" */
export function addMeanings(command: Command, flag: string, registry: Meanings): Command {
  const width = Math.max(...Object.keys(registry).map((name) => name.length));
  const lines = Object.entries(registry).map(
    ([name, { says }]) => `  ${name.padEnd(width)}  ${says}`,
  );
  return command.addHelpText('after', `\n${flag}:\n${lines.join('\n')}`);
}

/** The same look for all commands: 100 columns, a fixed width so that golden files agree everywhere. */
export function styleHelp(command: Command): Command {
  return command.configureHelp({
    helpWidth: 100,
    // The list of commands shows the first line of each description.
    subcommandDescription: (child) => child.summary() || child.description().split('\n')[0],
  });
}
