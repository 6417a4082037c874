// Keys of a config against the flags of the commands.
import type { Command } from 'commander';
import type { CompareConfig } from '../../experiments/compare/compare-config.ts';
import type { PointConfig } from '../../experiments/compare/point-config.ts';
import { assertKnownSettings } from '../../experiments/compare/settings.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';

/** What a comparison needs of the other commands: their flags, to check the config's keys by. */
export type FindCommand = (words: readonly string[]) => Command | undefined;

/**
 * A misspelt flag is found before the first trial starts.
 *
 * @throws UserError for a key that is no flag of its command, with the nearest one that is
 */
export function assertFlagsKnown(config: CompareConfig, findCommand: FindCommand): void {
  for (const point of config.points) assertPointFlagsKnown(point.config, findCommand);
}

function assertPointFlagsKnown(config: PointConfig, findCommand: FindCommand): void {
  const check = (words: readonly string[], settings: object | undefined, where: string): void => {
    if (settings === undefined) return;
    const command = findCommand(words);
    if (command === undefined) {
      const names = findCommand(words.slice(0, -1))?.commands.map((each) => each.name()) ?? [];
      const name = words.at(-1) ?? '';
      throw new UserError(`"import.set" is "${name}"; ${suggestName(name, names)}`);
    }
    const flags = command.options.flatMap(({ long }) => (long ? [long] : []));
    assertKnownSettings({ ...settings }, flags, where);
  };
  check(['simulate'], config.simulate, 'simulate');
  if (config.import !== undefined) {
    const { set, ...flags } = config.import;
    check(['import', String(set)], flags, 'import');
  }
  check(['train-rqvae'], config.rqvae, 'rqvae');
  check(['train-ranker'], config.ranker, 'ranker');
  for (const { name, ranker } of config.strategies) {
    check(['train-ranker'], ranker, `strategies "${name}"`);
  }
  for (const { analysis, flags } of config.analyses) {
    check(['analyze', analysis], flags, `analyses "${analysis}"`);
  }
}
