// What a comparison read elsewhere.
import { basename, dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import type { FoundRecord } from './find-records.ts';
import { listOf, objectOf, textOf } from './json-values.ts';

/**
 * Folders that a comparison read and that may lie elsewhere (`sid compare --store`): of its trials, of a trial's semantic
 * IDs, of their quantizer. A record of another kind names none.
 */
export function foldersReadBy(found: FoundRecord): string[] {
  const { command, config, metrics } = found.record;
  switch (command) {
    case 'compare':
    case 'quickstart':
      return listOf(metrics.strategies)
        .flatMap((strategy) => listOf(objectOf(strategy).folders))
        .flatMap((folder) => textOf(folder) ?? [])
        .map((folder) => (isAbsolute(folder) ? folder : join(startedIn(found), folder)));
    case 'train-ranker':
      return [textOf(config.sids)].flatMap((path) => (path === undefined ? [] : [dirname(path)]));
    case 'assign':
      // A comparison makes both side by side.
      return [textOf(config.rqvae)].flatMap((path) =>
        path === undefined ? [] : [path, join(dirname(found.folder), basename(path))],
      );
    default:
      return [];
  }
}

/** Where a comparison was started, which its folders' names are relative to: where it lies, less its `--out`. */
function startedIn({ folder, record }: FoundRecord): string {
  const out = normalize(textOf(record.metrics.out) ?? '').replace(/(.)\/$/, '$1');
  const lies = resolve(folder);
  return lies.endsWith(`${sep}${out}`) ? lies.slice(0, -out.length) : '.';
}
