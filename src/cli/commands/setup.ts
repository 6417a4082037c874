// `sid setup`.
import { setupEngine } from '../../engine/setup/setup-engine.ts';
import { smokeTest } from '../../engine/setup/smoke-test.ts';
import { UserError } from '../../util/errors.ts';
import type { SetupOptions } from '../frame/command-flags.ts';
import type { RunContext } from '../frame/run-command.ts';

/** Makes the native tensor engine work, or only says whether it does. */
export async function setup(options: SetupOptions, run: RunContext): Promise<void> {
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
