import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import {
  areInstalled,
  EMBED_PACKAGE_NAMES,
  embedPackages,
} from '../../src/packages/embed-packages.ts';
import { inspectEmbedPackages } from '../../src/packages/inspect-packages.ts';
import { installPackages } from '../../src/packages/install-packages.ts';
import { loadPackage } from '../../src/packages/load-package.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { neverStop } from '../../src/util/signals.ts';

const options = { onProgress: ignoreProgress, shouldStop: neverStop };

/** A cache of its own, and an npm that does what a script of the shell says. */
function withNpm(script: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'sid-packages-'));
  const program = join(folder, 'npm');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  vi.stubEnv('SID_CACHE_DIR', join(folder, 'cache'));
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
}
afterEach(() => vi.unstubAllEnvs());

test('packages appear in the cache when npm is done, and load from there', async () => {
  withNpm(
    'mkdir -p node_modules/sharp && echo "module.exports = 42" > node_modules/sharp/index.js && ls > files',
  );
  const packages = embedPackages();
  expect(areInstalled(packages)).toBe(false);
  expect(() => loadPackage('sharp')).toThrow('run sid setup --embed');
  expect(inspectEmbedPackages()).toMatchObject({ state: 'missing' });
  expect(await installPackages(packages, options)).toBeUndefined();
  expect(areInstalled(packages)).toBe(true);
  expect(readdirSync(packages.folder)).toContain('package-lock.json');
  expect(loadPackage('sharp')).toBe(42);
  // The others are missing there: the doctor says so, and how to mend it.
  expect(inspectEmbedPackages()).toMatchObject({ state: 'poor', value: 'do not load' });
  expect(() => loadPackage('usearch')).toThrow(`remove ${packages.folder}`);
});

test('where npm fails its reason is told, and nothing is left', async () => {
  withNpm(
    'mkdir node_modules; echo "npm error code ENOTFOUND" >&2; echo "npm error no network" >&2; exit 1',
  );
  const packages = embedPackages();
  expect(await installPackages(packages, options)).toBe('no network');
  expect(existsSync(packages.folder)).toBe(false);
  expect(readdirSync(dirname(packages.folder))).toEqual([]);
});

test('what was cut off before is no installation', async () => {
  withNpm('mkdir -p node_modules/sharp');
  const packages = embedPackages();
  mkdirSync(packages.folder, { recursive: true });
  expect(areInstalled(packages)).toBe(false);
  expect(await installPackages(packages, options)).toBeUndefined();
  expect(areInstalled(packages)).toBe(true);
});

test('the names are those of the manifest', () => {
  const path = join(embedPackages().manifest, 'package.json');
  const { dependencies } = JSON.parse(readFileSync(path, 'utf8')) as { dependencies: object };
  expect(Object.keys(dependencies)).toEqual([...EMBED_PACKAGE_NAMES]);
});
