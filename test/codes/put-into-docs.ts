// Tables into docs/semantic-ids.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../src/util/package-folder.ts';

/**
 * Replaces what stands between `<!-- npm run codes: NAME -->` and `<!-- end -->`.
 *
 * @throws Error where the page has no such place
 */
export function putIntoDocs(name: string, tables: string): void {
  const page = join(packageFolder(), 'docs', 'semantic-ids.md');
  const text = readFileSync(page, 'utf8');
  const begin = `<!-- npm run codes: ${name} -->\n`;
  const start = text.indexOf(begin) + begin.length;
  const end = text.indexOf('<!-- end -->', start);
  if (start < begin.length || end < 0) throw new Error(`${page} has no place for ${name}`);
  writeFileSync(page, `${text.slice(0, start)}\n${tables}\n\n${text.slice(end)}`);
}
