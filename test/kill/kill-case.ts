// A command that is killed again and again.
import { join } from 'node:path';

/** What a kill -9 meets: the process that was started, or that and all that it has started. */
export type Victims = 'parent' | 'all';

/** A command line that is killed, with what it needs. */
export interface KillCase {
  readonly name: string;
  readonly victims: Victims;
  /** Command lines that make its inputs in the folder, one after another. */
  readonly inputs: (folder: string) => readonly (readonly string[])[];
  /** The command line; the same after each kill. */
  readonly words: (folder: string, out: string) => readonly string[];
}

const WORLD = ['--items', '600', '--users', '300', '--days', '8', '--impressions-per-day', '6000'];
const CODES = ['--levels', '3', '--codebook-size', '16'];
/** A checkpoint every 0.2 seconds. */
const OFTEN = ['--checkpoint-minutes', '0.003'];

function simulate(folder: string): readonly string[] {
  return ['simulate', ...WORLD, '--out', join(folder, 'corpus')];
}

function compare(name: string, victims: Victims): KillCase {
  return {
    name,
    victims,
    inputs: () => [],
    words: (_, out) => [
      ...['compare', '--config', 'configs/tiny.json', '--out', out, '--jobs', '2', ...OFTEN],
    ],
  };
}

/** Commands that train, and one that writes much at once. */
export const KILL_CASES: readonly KillCase[] = [
  compare('compare', 'all'),
  compare('compare-parent', 'parent'),
  {
    name: 'train-ranker',
    victims: 'all',
    inputs: (folder) => [
      simulate(folder),
      [
        ...['train-rqvae', '--corpus', join(folder, 'corpus'), ...CODES, '--epochs', '3'],
        ...['--out', join(folder, 'rqvae')],
      ],
      [
        ...['assign', '--rqvae', join(folder, 'rqvae'), '--corpus', join(folder, 'corpus')],
        ...['--out', join(folder, 'sids')],
      ],
    ],
    words: (folder, out) => [
      ...['train-ranker', '--corpus', join(folder, 'corpus'), '--embed', 'prefix'],
      ...['--sids', join(folder, 'sids', 'sids.arrow'), '--days', '1-7', '--keep-days', '2,7'],
      ...['--history', 'transformer', '--history-length', '20', '--model-width', '32'],
      ...['--batch-size', '128', '--out', out, '--resume', ...OFTEN],
    ],
  },
  {
    name: 'assign',
    victims: 'all',
    inputs: (folder) => [
      simulate(folder),
      [
        ...['train-rqvae', '--corpus', join(folder, 'corpus'), ...CODES, '--epochs', '1'],
        ...['--out', join(folder, 'rqvae')],
      ],
    ],
    words: (folder, out) => [
      ...['assign', '--rqvae', join(folder, 'rqvae'), '--corpus', join(folder, 'corpus')],
      ...['--collisions', 'next-best', '--out', out, '--force'],
    ],
  },
  {
    name: 'train-rqvae',
    victims: 'all',
    inputs: (folder) => [simulate(folder)],
    words: (folder, out) => [
      ...['train-rqvae', '--corpus', join(folder, 'corpus'), ...CODES, '--epochs', '40'],
      ...['--out', out, '--resume', ...OFTEN],
    ],
  },
];
