// Settings that a comparison's config gives and that have no effect.
import { IMPORT_SETS } from '../../data/import/import-settings.ts';
import { WORLD_SETTINGS } from '../../data/simulate/world-config.ts';
import { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import { idleSettings } from '../../schema/idle-settings.ts';
import { defaultsOf } from '../../schema/settings.ts';
import type { SettingsTable } from '../../schema/settings.ts';
import { nameSettings } from '../../util/errors.ts';
import { subjectOf } from '../analyses/analysis.ts';
import { ANALYSES } from '../analyses/index.ts';
import type { PointConfig } from './point-config.ts';

/** Settings that a config gives to some stage. */
interface Use {
  /** Key of the config that they are said at for all. */
  readonly at: string;
  readonly table: SettingsTable;
  readonly given: object;
}

/**
 * A line for each setting that has no effect wherever it is given: what is said for all lines may be for some of them, and what
 * is said for all points too. Of rankers nothing is said: what a config extends gives them `collisionFactor`, it gives `rows`.
 *
 * @example '"rqvae": "epochs" has no effect with "quantizer" residual-kmeans; it is for rq-vae'
 */
export function idleInConfig(points: readonly PointConfig[]): string[] {
  const reasons = new Map<string, string | undefined>();
  for (const { at, table, given } of points.flatMap(usesOf)) {
    const options = { ...defaultsOf(table), ...given };
    for (const [key, value] of Object.entries<unknown>({ ...given })) {
      if (value === null || value === undefined) continue;
      const [line] = idleSettings(table, { [key]: value }, options);
      const name = `${at}.${key}`;
      const isUsedElsewhere = reasons.has(name) && reasons.get(name) === undefined;
      reasons.set(name, line === undefined || isUsedElsewhere ? undefined : `"${at}": ${line}`);
    }
  }
  return [...reasons.values()]
    .filter((line) => line !== undefined)
    .map((line) => nameSettings(line, (key) => `"${key}"`));
}

function usesOf({ simulate, rqvae, strategies, analyses, ...config }: PointConfig): Use[] {
  const { import: imported } = config;
  const quantizers = [rqvae, ...strategies.map((line) => line.rqvae)].filter(
    (each) => each != null,
  );
  return [
    ...(simulate === null ? [] : [{ at: 'simulate', table: WORLD_SETTINGS, given: simulate }]),
    ...(imported === null
      ? []
      : [{ at: 'import', table: IMPORT_SETS[imported.set], given: imported.settings }]),
    ...quantizers.map((given) => ({ at: 'rqvae', table: RQ_VAE_SETTINGS, given })),
    ...analyses.map(({ analysis, settings }) => ({
      ...{ at: 'analyses', table: subjectOf(analysis, ANALYSES[analysis]), given: settings },
    })),
  ];
}
