// Which native half, and where it is kept.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { userCacheFolder } from '../../util/user-cache.ts';

/** TensorFlow that the engine is built on where no other is asked for. */
export const DEFAULT_TENSORFLOW = '2.21.0';

/** Which native half is wanted, and where it lies. */
export interface NativeTarget {
  readonly tensorflowVersion: string;
  readonly hasGpu: boolean;
  /** The installed package `@tensorflow/tfjs-node`. */
  readonly packageFolder: string;
  /** In the per-user cache: `lib/napi-v8/tfjs_binding.node` and `deps/lib/`, laid out as the package's. */
  readonly cacheFolder: string;
}

export function nativeTarget(tensorflowVersion: string, hasGpu: boolean): NativeTarget {
  const packageFolder = tfjsNodeFolder();
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const kind = hasGpu ? 'gpu' : 'cpu';
  const name = `tfjs-${version}_tensorflow-${tensorflowVersion}-${kind}_${process.platform}-${process.arch}`;
  return {
    tensorflowVersion,
    hasGpu,
    packageFolder,
    cacheFolder: join(userCacheFolder(), 'engine', name),
  };
}

/** The folder of the installed package, found without loading it. */
export function tfjsNodeFolder(): string {
  const require = createRequire(import.meta.url);
  return dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
}
