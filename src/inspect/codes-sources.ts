// The sets of codes that are inspected, each with a name.
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../util/errors.ts';

/** Where a set of codes lies, and what it is called. */
export interface CodesSource {
  readonly name: string;
  readonly path: string;
}

const FILE = 'sids.arrow';

/**
 * Reads `NAME=PATH`, or a path, which is named by as many of its last folders as it takes to tell all apart.
 *
 * @throws UserError if there is no such file, or two have one name
 */
export function codesSources(words: readonly string[]): CodesSource[] {
  const given = words.map((word) => {
    const [, name, where] = /^(?:([^=/\\]+)=)?(.+)$/s.exec(word) ?? ['', undefined, word];
    return { name, path: codesFile(where) };
  });
  const parts = given.map(({ path }) =>
    resolve(path)
      .replace(/[/\\]sids\.arrow$/, '')
      .replace(/\.(arrow|parquet|feather|ipc|csv|tsv|jsonl|json)$/, '')
      .split(/[/\\]/),
  );
  const longest = Math.max(...parts.map((each) => each.length));
  for (let length = 1; length <= longest; length++) {
    const sources = given.map(({ name, path }, i) => ({
      name: name ?? parts[i].slice(-length).join('/'),
      path,
    }));
    if (new Set(sources.map(({ name }) => name)).size === sources.length) return sources;
  }
  const all = given.map(({ name }, i) => name ?? parts[i].join('/'));
  const twice = all.find((name, i) => all.indexOf(name) < i);
  throw new UserError(`two sets of codes are called ${twice}; name them like raw=${given[0].path}`);
}

function codesFile(where: string): string {
  if (!existsSync(where)) {
    throw new UserError(`${where} does not exist; give a sids.arrow, or a folder of sid assign`);
  }
  if (!statSync(where).isDirectory()) return where;
  const path = join(where, FILE);
  if (existsSync(path)) return path;
  throw new UserError(`${where} holds no ${FILE}; give the output folder of a sid assign`);
}
