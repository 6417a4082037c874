import { Command, InvalidArgumentError } from 'commander';
import { wordParser } from '../../src/cli/frame/settings-flags.ts';
import { oneOf, positiveInt } from '../../src/schema/kinds.ts';
import { suggestName } from '../../src/util/nearest-name.ts';

export interface BenchOptions {
  readonly json?: true;
  readonly against?: 'pytorch';
  /** Against PyTorch too, and exit status 1 where a threshold is missed. */
  readonly check?: true;
  /** Names of cases; all where missing. */
  readonly only?: readonly string[];
  readonly rounds?: number;
}

/**
 * @param words what was typed behind `npm run bench --`
 * @throws CommanderError naming the flag and the nearest known value
 */
export function parseBenchOptions(
  words: readonly string[],
  caseNames: readonly string[],
): BenchOptions {
  return new Command('npm run bench --')
    .description('time our steps and commands, alone or side by side with PyTorch')
    .option('--json', 'the results as one JSON object on standard output')
    .option('--against <name>', 'the same work in PyTorch too', wordParser(oneOf(['pytorch'])))
    .option('--check', 'against PyTorch, with exit status 1 where a threshold is missed')
    .option('--only <names>', `some cases: ${caseNames.join(', ')}`, (text) =>
      parseNames(text, caseNames),
    )
    .option(
      '--rounds <n>',
      'pairs of timings of each case (default: by the case)',
      wordParser(positiveInt),
    )
    .exitOverride()
    .parse(words, { from: 'user' })
    .opts<BenchOptions>();
}

/** Names with commas between; "ranker-step" stands for all of its kinds. */
function parseNames(text: string, known: readonly string[]): string[] {
  return text.split(',').flatMap((name) => {
    const found = known.filter((each) => each === name || each.startsWith(`${name}/`));
    if (found.length === 0) {
      throw new InvalidArgumentError(`no case "${name}"; ${suggestName(name, known)}`);
    }
    return found;
  });
}
