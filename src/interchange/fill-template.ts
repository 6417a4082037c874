// The README that stands in an exported folder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../util/package-folder.ts';
import type { Exportable } from './export-formats.ts';

/** The README of what is exported, `optional/export/NAME/README.md`, with values in the places of `{{name}}`. */
export function fillTemplate(of: Exportable, values: Readonly<Record<string, string>>): string {
  const path = join(packageFolder(), 'optional', 'export', of, 'README.md');
  return readFileSync(path, 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (!(name in values)) throw new Error(`${path}: nothing is known as ${name}`);
    return values[name];
  });
}
