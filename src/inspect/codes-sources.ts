// The sets of codes that are inspected, each with a name.
import { resolve } from 'node:path';
import { sidsFile } from '../artifacts/semantic-ids.ts';
import { UserError } from '../util/errors.ts';

/** Where a set of codes lies, and what it is called. */
export interface CodesSource {
  readonly name: string;
  readonly path: string;
}

/**
 * Reads `NAME=PATH`, or a path, which is named by as many of its last folders as it takes to tell all apart.
 *
 * @throws UserError if there is no such file, or two have one name
 */
export function codesSources(words: readonly string[]): CodesSource[] {
  const given = words.map((word) => {
    const [, name, where] = /^(?:([^=/\\]+)=)?(.+)$/s.exec(word) ?? ['', undefined, word];
    return { name, path: sidsFile(where) };
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
