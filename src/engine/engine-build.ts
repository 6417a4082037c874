// Which tensor engine this process would load, told without loading it.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { tfjsNodeFolder } from './setup/native-target.ts';

/**
 * The engine's name in the names of what it makes: "tfjs-4.22.0_tensorflow-2.21.0-cpu_linux-x64" as `sid setup` built
 * it, "tfjs-4.22.0 native" with the library that tfjs-node brought itself, "tfjs-4.22.0 portable" without any.
 */
export function engineBuild(env: NodeJS.ProcessEnv = process.env): string {
  const packageFolder = tfjsNodeFolder();
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(packageFolder, 'lib');
  if (env.SID_ENGINE === 'portable' || !existsSync(folder)) return `tfjs-${version} portable`;
  const build = basename(dirname(realpathSync(folder)));
  return build.startsWith('tfjs-') && build !== 'tfjs-node' ? build : `tfjs-${version} native`;
}
