// Settings as the flags of a command.
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { ValueError } from '../../schema/kinds.ts';
import type { Kind } from '../../schema/kinds.ts';
import { completeSettings, describeSetting, flagOf } from '../../schema/settings.ts';
import type { GivenOf, OptionsOf, SettingsTable } from '../../schema/settings.ts';

/** Gives a command a flag for each setting; what a flag is not given is filled in by `readFlags`. */
export function addFlags(command: Command, table: SettingsTable): void {
  for (const [key, setting] of Object.entries(table)) {
    const { placeholder } = setting.kind;
    const words = placeholder === '' ? flagOf(key) : `${flagOf(key)} <${placeholder}>`;
    const option = command
      .createOption(words, describeSetting(setting))
      .makeOptionMandatory(setting.required === true);
    command.addOption(placeholder === '' ? option : option.argParser(wordParser(setting.kind)));
  }
}

/** The settings that a parsed command line gives, with defaults. */
export function readFlags<T extends SettingsTable>(command: Command, table: T): OptionsOf<T> {
  return completeSettings(table, command.opts<GivenOf<T>>(), '');
}

/** A parser for commander: what it throws becomes one line that names the flag, exit status 2. */
export function wordParser<T>(kind: Kind<T>): (word: string, before: unknown) => T {
  const isSeveral = kind.placeholder.endsWith('...');
  return (word, before) => {
    try {
      const value = kind.fromWord(word);
      // Several words behind one flag come one by one.
      return isSeveral && Array.isArray(before) ? (before.concat(value) as T) : value;
    } catch (error) {
      if (error instanceof ValueError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}
