// `sid setup`.
import { Command } from 'commander';
import { UserError } from '../../util/errors.ts';
import { defineCommand } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';

interface SetupOptions {
  tensorflow?: string;
  gpu?: true;
  check?: true;
}

const DESCRIPTION =
  'makes the native tensor engine work\n\n' +
  'tfjs-node comes without its native half. The first of these that works is taken: what is there ' +
  "already, this user's cache, tfjs-node's own download, a build on TensorFlow's libraries from PyPI " +
  '(needs pip, a C++ compiler and make; about 300 MB to download). The last is kept in the cache ' +
  '(SID_CACHE_DIR, or ~/.cache/sid), so that the next clone takes seconds.';

/** `sid setup` */
export function createSetupCommand(): Command {
  const command = new Command('setup')
    .description(DESCRIPTION)
    .option('--tensorflow <version>', 'build on this version of TensorFlow', parseVersion)
    .option('--gpu', 'the CUDA build, several GB to download (Linux with an NVIDIA driver)')
    .option('--check', 'only say whether the native engine works; change nothing');
  return defineCommand<SetupOptions>(command, setup);
}

function parseVersion(text: string): string {
  if (!/^\d+\.\d+\.\d+$/.test(text)) {
    throw new UserError(`--tensorflow ${text}: give a whole version, like 2.21.0`);
  }
  return text;
}

async function setup(options: SetupOptions, run: RunContext): Promise<void> {
  const { smokeTest } = await import('../../engine/setup/smoke-test.ts');
  if (options.check) {
    const native = await smokeTest();
    if ('fault' in native) {
      throw new UserError(`the native engine does not work: ${native.fault}; run sid setup`);
    }
    run.result({ native: true, ...native }, `the native engine works: ${native.name}`);
    return;
  }
  const { setupEngine } = await import('../../engine/setup/setup-engine.ts');
  const { way, faults } = await setupEngine({
    gpu: options.gpu === true,
    ...(options.tensorflow === undefined ? {} : { tensorflow: options.tensorflow }),
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
