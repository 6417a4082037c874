// The binding, built on the wheel's libraries.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ProgressListener } from '../../util/progress.ts';
import { fetchWheel } from './fetch-wheel.ts';
import type { NativeTarget } from './native-target.ts';
import { runProgram } from '../../util/run-program.ts';
import { unpackWheel } from './unpack-wheel.ts';

const BUILD_LIMIT_MS = 15 * 60_000;

/** The headers that the binding's sources include, directly or not. */
const HEADERS = /^tensorflow\/include\/((?:tensorflow\/(?:c|core\/platform)|tsl|xla\/tsl)\/.*\.h)$/;
const LIBRARY = /^tensorflow\/(libtensorflow(?:_cc|_framework)?\.(?:so\.2|2\.dylib))$/;
/** CUDA's libraries come in wheels of their own; TensorFlow looks for them in ../nvidia. */
const CUDA_LIBRARY = /^(nvidia\/.*\/lib\/.*\.so.*)$/;

/**
 * Builds tfjs-node's binding against TensorFlow's libraries from the Python wheel, and puts both into the
 * cache; there they appear only when whole. No Python package is installed.
 *
 * @returns why it did not work, undefined if it did
 */
export async function wheelBuild(
  target: NativeTarget,
  onProgress: ProgressListener,
): Promise<string | undefined> {
  const staging = `${target.cacheFolder}.partial-${process.pid}`;
  try {
    return await buildIn(staging, target, onProgress);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function buildIn(
  staging: string,
  target: NativeTarget,
  onProgress: ProgressListener,
): Promise<string | undefined> {
  const { tensorflowVersion, hasGpu, packageFolder, cacheFolder } = target;
  mkdirSync(staging, { recursive: true });
  const wheels = join(staging, 'wheels');
  const fetched = await fetchWheel(
    `${wheelName(hasGpu)}==${tensorflowVersion}`,
    wheels,
    onProgress,
  );
  if ('fault' in fetched) return fetched.fault;
  await unpackWheel(fetched.path, staging, destinationOf, onProgress);
  rmSync(fetched.path);
  if (hasGpu) {
    const fault = await addCuda(staging, wheels, onProgress);
    if (fault !== undefined) return fault;
  }
  rmSync(wheels, { recursive: true, force: true });
  nameLibraries(join(staging, 'deps', 'lib'));

  onProgress({ stage: 'compiling the binding', done: 0, unit: 'files' });
  for (const name of ['binding', 'binding.gyp', 'package.json']) {
    cpSync(join(packageFolder, name), join(staging, name), { recursive: true });
  }
  const result = await runProgram(process.execPath, gypWords(staging), {
    folder: staging,
    limitMs: BUILD_LIMIT_MS,
  });
  if (!result.isDone) return compileFault(result.lastLines);
  for (const name of ['build', 'binding', 'binding.gyp', 'package.json', 'deps/include']) {
    rmSync(join(staging, name), { recursive: true, force: true });
  }
  if (existsSync(cacheFolder)) rmSync(cacheFolder, { recursive: true });
  renameSync(staging, cacheFolder);
  return undefined;
}

/** The smaller CPU wheel exists for one platform only; elsewhere the main one has no CUDA in it. */
function wheelName(hasGpu: boolean): string {
  const hasCpuWheel = process.platform === 'linux' && process.arch === 'x64';
  return hasCpuWheel && !hasGpu ? 'tensorflow-cpu' : 'tensorflow';
}

function destinationOf(name: string): string | undefined {
  const header = HEADERS.exec(name)?.[1];
  if (header !== undefined) return join('deps', 'include', header);
  const library = LIBRARY.exec(name)?.[1];
  if (library !== undefined) return join('deps', 'lib', library);
  return name.endsWith('.dist-info/METADATA') ? 'METADATA' : undefined;
}

/** The names that the linker looks for. */
function nameLibraries(folder: string): void {
  for (const file of readdirSync(folder)) {
    const name = file.replace('_cc', '').replace(/\.so\.2$/, '.so');
    if (name !== file && !existsSync(join(folder, name))) symlinkSync(file, join(folder, name));
  }
}

async function addCuda(
  staging: string,
  wheels: string,
  onProgress: ProgressListener,
): Promise<string | undefined> {
  for (const requirement of cudaWheels(readFileSync(join(staging, 'METADATA'), 'utf8'))) {
    const fetched = await fetchWheel(requirement, wheels, onProgress);
    if ('fault' in fetched) return fetched.fault;
    const place = (file: string): string | undefined => {
      const library = CUDA_LIBRARY.exec(file)?.[1];
      return library === undefined ? undefined : join('deps', library);
    };
    await unpackWheel(fetched.path, staging, place, onProgress);
    rmSync(fetched.path);
  }
  return undefined;
}

/** The CUDA packages that TensorFlow's wheel asks for, from its METADATA, as pip takes them. */
export function cudaWheels(metadata: string): string[] {
  const line = /^Requires-Dist: (nvidia-[\w-]+)\s*([^;]*);.*extra == ['"]and-cuda['"]/gm;
  return [...metadata.matchAll(line)].map(([, name, bounds]) => {
    return `${name}${bounds.replace(/[()\s]/g, '')}`;
  });
}

function gypWords(folder: string): string[] {
  const require = createRequire(import.meta.url);
  const headers = join(dirname(dirname(process.execPath)), 'include', 'node');
  const words = [
    require.resolve('node-gyp/bin/node-gyp.js'),
    'rebuild',
    '--module_name=tfjs_binding',
    `--module_path=${join(folder, 'lib', 'napi-v8')}`,
    '--napi_build_version=8',
  ];
  // Node's headers beside the running binary spare node-gyp a download.
  if (existsSync(join(headers, 'node_api.h'))) {
    words.push(`--nodedir=${dirname(dirname(headers))}`);
  }
  return words;
}

function compileFault(lines: string): string {
  const errors = lines.split('\n').filter((line) => /error|ERR!|not found/i.test(line));
  const line = errors.find((error) => !/not ok|build error/.test(error)) ?? errors[0] ?? lines;
  return `${line.trim()} (a C++ compiler, make and Python are needed)`;
}
