// Levels whose codes collapsed, and the setting to try.
import { amount, figure, list, objectOf, string } from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';
import type { CodeUsage } from '../code/code-counts.ts';
import { aboutQuantizer } from '../model/quantizer-table.ts';
import { codebookSizesOf } from '../model/rq-vae-config.ts';
import type { RQ_VAE_SETTINGS, RqVaeConfig } from '../model/rq-vae-config.ts';

/** Levels of a model that collapsed; in its record. */
export const collapsedSchema = list(
  objectOf({
    /** From 1, coarse to fine. */
    level: amount,
    codebook_size: amount,
    usage: amount,
    perplexity: figure,
    /** The setting to try, by its key, and its value. */
    setting: string(),
    value: string(),
  }),
);
export type CollapsedLevel = InferOutput<typeof collapsedSchema>[number];

/** A level uses less than this share of the codes that it could, by their number or their perplexity. */
const [LEAST_USED, LEAST_PERPLEXITY] = [0.5, 0.25];

interface Remedy {
  readonly setting: keyof typeof RQ_VAE_SETTINGS;
  readonly value: (config: RqVaeConfig, level: number) => string;
  readonly isOpen: (config: RqVaeConfig, level: number) => boolean;
}

const isTrained = ({ quantizer }: RqVaeConfig): boolean =>
  aboutQuantizer(quantizer).isTrained === true;
const epsilonOf = ({ sinkhornEpsilons }: RqVaeConfig, level: number): number =>
  sinkhornEpsilons?.[level] ?? 0;

/** What helps against collapse, in the order to try it. A new one is a row. */
const REMEDIES: readonly Remedy[] = [
  {
    setting: 'codebookStart',
    value: () => 'kmeans',
    isOpen: (config) => isTrained(config) && config.codebookStart === 'random',
  },
  {
    setting: 'restartAfter',
    value: () => '20',
    isOpen: (config) =>
      isTrained(config) && config.restartAfter === 0 && config.codebookUpdate !== 'sim-vq',
  },
  {
    setting: 'codebookStart',
    value: () => 'balanced',
    isOpen: (config) => isTrained(config) && config.codebookStart === 'kmeans',
  },
  {
    setting: 'sinkhornEpsilons',
    value: (config, level) =>
      codebookSizesOf(config)
        .map((_, i) => (i === level ? 0.003 : epsilonOf(config, i)))
        .join(','),
    isOpen: (config, level) => isTrained(config) && epsilonOf(config, level) === 0,
  },
  {
    setting: 'codebookSizes',
    value: (config, level) =>
      codebookSizesOf(config)
        .map((size, i) => (i === level ? Math.ceil(size / 4) : size))
        .join(','),
    isOpen: () => true,
  },
];

/**
 * The levels of which fewer than half the codes came up, or with a perplexity below a quarter of them; of codes there
 * are no more than items.
 *
 * @param levels use of codes by `items` items
 */
export function findCollapsed(
  levels: readonly CodeUsage[],
  items: number,
  config: RqVaeConfig,
): CollapsedLevel[] {
  const codebookSizes = codebookSizesOf(config);
  return levels.flatMap(({ usage, perplexity }, level) => {
    const size = codebookSizes[level];
    const possible = Math.min(size, items);
    if (usage >= LEAST_USED * possible && perplexity >= LEAST_PERPLEXITY * possible) return [];
    const remedy = REMEDIES.find(({ isOpen }) => isOpen(config, level)) ?? REMEDIES[0];
    const told = { setting: remedy.setting, value: remedy.value(config, level) };
    return [{ level: level + 1, codebook_size: size, usage, perplexity, ...told }];
  });
}
