import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isCached, linkNative } from '../../../src/engine/setup/link-native.ts';

function createTarget(): Parameters<typeof linkNative>[0] {
  const folder = mkdtempSync(join(tmpdir(), 'sid-link-'));
  const packageFolder = join(folder, 'package');
  const cacheFolder = join(folder, 'cache');
  mkdirSync(packageFolder);
  mkdirSync(join(cacheFolder, 'deps', 'lib'), { recursive: true });
  mkdirSync(join(cacheFolder, 'lib', 'napi-v8'), { recursive: true });
  return { packageFolder, cacheFolder, tensorflowVersion: '1.2.3', hasGpu: false };
}

const bindingIn = (folder: string): string => join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');

test('the package sees what the cache holds, whatever was there before', () => {
  const target = createTarget();
  expect(isCached(target)).toBe(false);
  writeFileSync(bindingIn(target.cacheFolder), 'new');
  expect(isCached(target)).toBe(true);

  mkdirSync(join(target.packageFolder, 'lib', 'napi-v8'), { recursive: true });
  writeFileSync(bindingIn(target.packageFolder), 'old');
  linkNative(target);
  expect(readFileSync(bindingIn(target.packageFolder), 'utf8')).toBe('new');
  expect(existsSync(join(target.packageFolder, 'deps', 'lib'))).toBe(true);

  linkNative(target); // over its own links
  expect(readFileSync(bindingIn(target.packageFolder), 'utf8')).toBe('new');
});
