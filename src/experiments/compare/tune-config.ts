// How settings are chosen for each line: a grid, and the days that judge.
import { array, check, minLength, nullish, objectOf, pipe } from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';
import { nonNegativeInt, positiveInt } from '../../schema/kinds.ts';
import { givenEntries, omitSettings } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { RANKER_KEYS } from './strategy-config.ts';
import type { RankerKeys, StrategyConfig } from './strategy-config.ts';

/** Settings of other days or held-out users would be judged by other impressions. */
const TUNABLE = omitSettings(RANKER_KEYS, [
  ...(['days', 'keepDays', 'heldOutShare', 'heldOutSeed', 'heldOutClicks'] as const),
]);

type Grid = { readonly [K in keyof typeof TUNABLE]?: readonly NonNullable<RankerKeys[K]>[] };

const gridSchema = objectOf(
  Object.fromEntries(
    Object.entries(givenEntries(TUNABLE)).map(([key, schema]) => [
      key,
      nullish(pipe(array(schema, 'a list'), minLength(1, 'a list'))),
    ]),
  ),
);

export const tuneSchema = objectOf({
  grid: pipe(
    gridSchema,
    check((grid) => listsOf(grid as Grid).length > 0, 'an object of lists'),
  ),
  days: nullish(positiveInt.schema),
  seeds: nullish(pipe(array(nonNegativeInt.schema, 'a list'), minLength(1, 'a list'))),
});

/** One combination of the grid's values. */
export type Candidate = RankerKeys;

/** How each line's settings are chosen. */
export interface TuneConfig {
  /** All combinations of the grid, its settings in the order of their table, the last going round fastest. */
  readonly candidates: readonly Candidate[];
  /** The values of each setting. */
  readonly grid: ReadonlyMap<string, readonly unknown[]>;
  /** Last days of training that are counted; a quarter of a line's where not given. */
  readonly days: number | undefined;
  /** Of the comparison's seeds. */
  readonly seeds: readonly number[];
}

/** @throws UserError for seeds that the comparison has not, and for more days than a line is trained on */
export function completeTune(
  { grid, days, seeds }: InferOutput<typeof tuneSchema>,
  config: { readonly seeds: readonly number[]; readonly strategies: readonly StrategyConfig[] },
): TuneConfig {
  const other = seeds?.find((seed) => !config.seeds.includes(seed));
  if (other !== undefined) {
    const known = config.seeds.map(String);
    throw new UserError(
      `"tune.seeds": ${other} is not among "seeds"; ${suggestName(String(other), known)}`,
    );
  }
  const short = config.strategies.find((line) => trainingDays(line) < (days ?? 1));
  if (days && short !== undefined) {
    throw new UserError(
      `"tune.days": ${days} are more than the ${trainingDays(short)} that "${short.name}" is trained on`,
    );
  }
  const lists = listsOf(grid);
  let candidates: Candidate[] = [{}];
  for (const [key, values] of lists) {
    candidates = candidates.flatMap((each) => values.map((value) => ({ ...each, [key]: value })));
  }
  return {
    candidates,
    grid: new Map(lists),
    days: days ?? undefined,
    seeds: seeds ?? config.seeds.slice(0, 1),
  };
}

/** How many of its last training days judge a line. */
export function judgingDays({ days }: TuneConfig, line: StrategyConfig): number {
  return days ?? Math.max(1, Math.floor(trainingDays(line) / 4));
}

/** Infinite where the config does not say: that is found later. */
function trainingDays({ ranker: { days } }: StrategyConfig): number {
  return days ? days.to - days.from + 1 : Infinity;
}

function listsOf(grid: Grid): [string, readonly unknown[]][] {
  return Object.entries(grid).flatMap(([key, values]) =>
    values === null || values === undefined ? [] : [[key, values] as [string, readonly unknown[]]],
  );
}
