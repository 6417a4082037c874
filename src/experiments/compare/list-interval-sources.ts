// Which sources of variation a comparison's intervals include.
import type { IntervalSources, Source } from '../../records/interval-sources.ts';
import { hasRowPerItem, STRATEGIES } from '../../sid/strategies.ts';
import type { ComparePoint } from './compare-config.ts';
import type { PreparedInputs } from './plan-trials.ts';
import type { StrategyConfig } from './strategy-config.ts';

/**
 * What the intervals of a comparison count. Users and items that models are measured on always vary. Over seeds, each has
 * rankers and hash functions of its own, codes where the inputs have a file of them for each seed, and a world where they
 * have a corpus for each. Embeddings that a config names are the same for all.
 */
export function listIntervalSources(
  points: readonly ComparePoint[],
  inputs: readonly PreparedInputs[],
): IntervalSources {
  const configs = points.map(({ config }) => config);
  const isOverSeeds = configs.every(({ seeds }) => seeds.length > 1);
  const hashes = configs.some(({ strategies }) => strategies.some(isHashed));
  const corpora = inputs.map((each) => new Set(each.corpora.values()));
  const corporaVary = isOverSeeds && corpora.every(({ size }) => size > 1);
  const codeFiles = inputs
    .flatMap(({ sids, ownSids }) => [sids, ...ownSids.values()])
    .map((sids) => new Set([...sids.values()].filter((file) => file !== undefined)))
    .filter(({ size }) => size > 0);
  const codesVary = isOverSeeds && codeFiles.every(({ size }) => size > 1);
  const present: readonly (readonly [source: Source, isThere: boolean, doesVary: boolean])[] = [
    ['ranker', true, isOverSeeds],
    ['hash', hashes, isOverSeeds],
    ['codes', codeFiles.length > 0, codesVary],
    ['encoders', configs.some(({ embeddings }) => embeddings !== null), false],
    ['world', configs.some(({ simulate }) => simulate !== null), corporaVary],
    ['users', true, true],
    ['items', true, true],
    ['log', true, corporaVary],
  ];
  const pick = (wanted: boolean): Source[] =>
    present.flatMap(([source, isThere, doesVary]) =>
      isThere && doesVary === wanted ? [source] : [],
    );
  return { varies: pick(true), fixed: pick(false) };
}

/** Neither codes nor a row for each item: a seeded hash. */
function isHashed({ embed }: StrategyConfig): boolean {
  return !STRATEGIES[embed].needsCodes && !hasRowPerItem(embed);
}
