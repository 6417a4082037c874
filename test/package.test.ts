// What package.json promises.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { scripts, license, version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
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
