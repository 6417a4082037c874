// Loads an optional package.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { messageOf, UserError } from '../util/errors.ts';
import { areInstalled, embedPackages } from './embed-packages.ts';
import type { EmbedPackageName } from './embed-packages.ts';

/**
 * Loads an optional package out of the user's cache. The caller names the part of its interface that it uses.
 *
 * @throws UserError if the packages are not installed, or not for this machine
 */
export function loadPackage<Api>(name: EmbedPackageName): Api {
  const packages = embedPackages();
  if (!areInstalled(packages)) {
    throw new UserError(
      `the package ${name} is not there; run sid setup --embed, which gets what pictures and texts need`,
    );
  }
  try {
    return createRequire(join(packages.folder, 'package.json'))(name) as Api;
  } catch (error) {
    throw new UserError(
      `the package ${name} does not load: ${messageOf(error).split('\n')[0]}; ` +
        `remove ${packages.folder} and run sid setup --embed`,
    );
  }
}
