// What package.json promises.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/schema/load-config.ts';

const { files, scripts, license, version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly license: string;
  readonly version: string;
};

test('no script needs one before or behind it: .npmrc has npm leave those out', () => {
  expect(readFileSync('.npmrc', 'utf8')).toContain('ignore-scripts=true');
  expect(Object.keys(scripts).filter((name) => /^(pre|post)/.test(name))).toEqual([]);
});

test('what a newcomer types makes the clone ready first', () => {
  for (const name of ['quickstart', 'test', 'bench', 'check:claims']) {
    expect(scripts[name], name).toMatch(/^node bin\/bootstrap\.mjs( --embed)? && /);
  }
});

test('the license lies at the root, and the changelog begins with this version', () => {
  expect(license).toBe('Apache-2.0');
  expect(readFileSync('LICENSE', 'utf8')).toMatch(
    /^\s+Apache License\s+Version 2\.0, January 2004/,
  );
  const [newest] = readFileSync('CHANGELOG.md', 'utf8').match(/^## .*/m) ?? [];
  expect(newest).toContain(version);
});

test('the catalog of a config that ships is in the package, with its pictures and their license', () => {
  const { simulate } = loadConfig('configs/groceries.json') as {
    readonly simulate: { readonly catalog: readonly [string] };
  };
  const [catalog] = simulate.catalog;
  const folder = dirname(catalog);
  expect(files).toContain(relative('.', folder));
  expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toContain('MIT License');
  const [, ...rows] = readFileSync(catalog, 'utf8').trim().split('\n');
  const pictures = rows.map((row) => row.split(',')[1]);
  expect(new Set(pictures).size).toBe(20);
  expect(pictures.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
});
