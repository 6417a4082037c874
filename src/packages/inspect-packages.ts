// The line of `sid doctor`.
import { messageOf } from '../util/errors.ts';
import type { Finding } from '../util/finding.ts';
import { areInstalled, EMBED_PACKAGE_NAMES, embedPackages } from './embed-packages.ts';
import { loadPackage } from './load-package.ts';

/** Whether the packages that pictures and texts need are there and load. */
export function inspectEmbedPackages(): Finding {
  const name = 'packages of sid embed';
  const packages = embedPackages();
  if (!areInstalled(packages)) {
    return {
      name,
      state: 'missing',
      value: 'not installed; who only ranks needs none',
      remedy: 'sid setup --embed gets them (about 350 MB)',
    };
  }
  try {
    for (const each of EMBED_PACKAGE_NAMES) loadPackage(each);
  } catch (error) {
    return { name, state: 'poor', value: 'do not load', remedy: messageOf(error) };
  }
  return { name, state: 'good', value: packages.folder };
}
