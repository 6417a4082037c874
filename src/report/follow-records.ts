// What a comparison read elsewhere.
import { basename, dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { isAnalysis } from './analysis-records.ts';
import { isOf } from './found-record.ts';
import type { FoundRecord } from './found-record.ts';

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
    case 'assign': {
      const { rqvae } = record.config;
      // A comparison makes both side by side.
      return [rqvae, join(dirname(folder), basename(rqvae))];
    }
    default: {
      const sids = sidsOf(found);
      return sids === null ? [] : [dirname(sids)];
    }
  }
}

/** The file of semantic IDs that a ranker or an analysis read; null: none. */
export function sidsOf(found: FoundRecord): string | null {
  if (isOf(found, 'train-ranker') || isAnalysis(found)) return found.record.config.sids;
  return null;
}

/** Where a comparison was started, which its folders' names are relative to: where it lies, less its `--out`. */
function startedIn(folder: string, out: string): string {
  const asGiven = normalize(out).replace(/(.)\/$/, '$1');
  const lies = resolve(folder);
  return lies.endsWith(`${sep}${asGiven}`) ? lies.slice(0, -asGiven.length) : '.';
}
