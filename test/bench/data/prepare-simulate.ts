import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the words of a `sid simulate` of 600,000 impressions. */
export function prepareSimulate(folder: string): Promise<void> {
  const sizes = ['--items', '10000', '--users', '10000', '--days', '3'];
  const words = ['simulate', ...sizes, '--impressions-per-day', '200000', '--seed', '1'];
  writeFileSync(join(folder, 'command.json'), JSON.stringify(words));
  return Promise.resolve();
}
