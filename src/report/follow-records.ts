// What a comparison read elsewhere.
import { basename, dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import type { FoundRecord } from './find-records.ts';

/**
 * Folders that a comparison read and that may lie elsewhere (`sid compare --store`): of its trials, of a trial's semantic
 * IDs, of their quantizer. A record of another kind names none.
 */
export function foldersReadBy(found: FoundRecord): string[] {
  const { record, folder } = found;
  switch (record.command) {
    case 'compare':
      return record.metrics.strategies
        .flatMap(({ folders }) => folders)
        .map((each) =>
          isAbsolute(each) ? each : join(startedIn(folder, record.metrics.out), each),
        );
    case 'train-ranker':
      return record.config.sids === null ? [] : [dirname(record.config.sids)];
    case 'assign': {
      const { rqvae } = record.config;
      // A comparison makes both side by side.
      return [rqvae, join(dirname(folder), basename(rqvae))];
    }
    default:
      return [];
  }
}

/** Where a comparison was started, which its folders' names are relative to: where it lies, less its `--out`. */
function startedIn(folder: string, out: string): string {
  const asGiven = normalize(out).replace(/(.)\/$/, '$1');
  const lies = resolve(folder);
  return lies.endsWith(`${sep}${asGiven}`) ? lies.slice(0, -asGiven.length) : '.';
}
