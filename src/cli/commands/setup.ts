// `sid setup`.
import { setupEngine } from '../../engine/setup/setup-engine.ts';
import { smokeTest } from '../../engine/setup/smoke-test.ts';
import { UserError } from '../../util/errors.ts';
import { EMBED_PACKAGE_NAMES, embedPackages } from '../../packages/embed-packages.ts';
import { installPackages } from '../../packages/install-packages.ts';
import { loadPackage } from '../../packages/load-package.ts';
import type { SetupOptions } from '../frame/command-flags.ts';
import type { RunContext } from '../frame/run-command.ts';

/** Makes the native tensor engine or the optional packages work, or only says whether they do. */
export async function setup(options: SetupOptions, run: RunContext): Promise<void> {
  if (options.embed) await setupEmbed(options, run);
  else await setupNative(options, run);
}

async function setupEmbed({ check }: SetupOptions, run: RunContext): Promise<void> {
  const packages = embedPackages();
  if (!check) {
    const fault = await installPackages(packages, run);
    if (fault !== undefined) {
      throw new UserError(
        `npm did not install the packages of sid embed: ${fault}; mend that and try again`,
      );
    }
  }
  for (const name of EMBED_PACKAGE_NAMES) loadPackage(name);
  const { folder } = packages;
  run.result({ embed: true, folder }, `the packages of sid embed work: ${folder}`);
}

async function setupNative(options: SetupOptions, run: RunContext): Promise<void> {
  if (options.check) {
    const native = await smokeTest();
    if ('fault' in native) {
      throw new UserError(`the native engine does not work: ${native.fault}; run sid setup`);
    }
    run.result({ native: true, ...native }, `the native engine works: ${native.name}`);
    return;
  }
  const { way, faults } = await setupEngine({
    gpu: options.gpu,
    ...(options.tensorflow === null ? {} : { tensorflow: options.tensorflow }),
    onProgress: run.onProgress,
    say: (line) => run.say(line),
  });
  if (way === 'none') {
    throw new UserError(
      'no native engine; sid works without one on the portable engine, some hundred times slower. ' +
        'With pip, a C++ compiler and make installed, run sid setup again; sid doctor shows what is missing',
    );
  }
  const native = await smokeTest();
  if ('fault' in native) throw new Error(native.fault);
  run.result({ native: true, way, ...native, faults }, `the native engine works: ${native.name}`);
}
