// Whether two runs left the same: every file, every byte, but for times and memory.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What no two runs have alike. */
const TIMES = new Set([
  ...['startedAt', 'seconds', 'peakMemoryMb', 'peak_memory_mb'],
  ...['examples_per_second', 'items_per_second', 'impressions_per_second'],
  // Of a comparison: trials that were there already.
  'trials',
]);

/** @returns a line for each difference */
export function compareFolders(wanted: string, found: string): string[] {
  const names = new Set([wanted, found].flatMap(filesBelow));
  return [...names].sort().flatMap((name) => {
    const [a, b] = [join(wanted, name), join(found, name)];
    if (!existsSync(a)) return [`${name}: left over`];
    if (!existsSync(b)) return [`${name}: missing`];
    if (statSync(a).isDirectory()) return [];
    const isSame = name.endsWith('.json')
      ? withoutTimes(a) === withoutTimes(b)
      : readFileSync(a).equals(readFileSync(b));
    return isSame ? [] : [`${name}: differs`];
  });
}

/** Folders too: an empty one may be left over. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

function withoutTimes(path: string): string {
  return JSON.stringify(JSON.parse(readFileSync(path, 'utf8')), (key, value: unknown) =>
    TIMES.has(key) ? 0 : value,
  );
}
