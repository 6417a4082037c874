// Pip download.
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgressListener } from '../../util/progress.ts';
import { runProgram } from '../../util/run-program.ts';

/** Python whose TensorFlow wheel is taken; only files of it that do not depend on Python are used. */
const WHEEL_PYTHON = '3.11';
const LIMIT_MS = 30 * 60_000;
const BYTES_PER_MB = 1e6;

/** Ways to call pip, which knows the package index that this machine uses. */
const PIPS: readonly (readonly [string, readonly string[]])[] = [
  ['python3', ['-m', 'pip']],
  ['python', ['-m', 'pip']],
  ['pip3', []],
  ['pip', []],
];

/**
 * Downloads a wheel with pip, for this platform whatever the local Python is.
 *
 * @param requirement as pip takes it: "tensorflow-cpu==2.21.0"
 * @returns its path, or why there is none
 */
export async function fetchWheel(
  requirement: string,
  folder: string,
  onProgress: ProgressListener,
): Promise<{ path: string } | { fault: string }> {
  const pip = await findPip();
  if (pip === undefined) {
    return {
      fault: 'no pip was found (python3 -m pip); install Python with pip and run sid setup',
    };
  }
  mkdirSync(folder, { recursive: true });
  const words = [
    ...pip.words,
    'download',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    `--python-version=${WHEEL_PYTHON}`,
    ...platformTags().map((tag) => `--platform=${tag}`),
    `--dest=${folder}`,
    requirement,
  ];
  const result = await runProgram(pip.program, words, {
    limitMs: LIMIT_MS,
    onTick: () => {
      const done = Math.round(folderBytes(folder) / BYTES_PER_MB);
      onProgress({ stage: `downloading ${requirement}`, done, unit: 'MB' });
    },
  });
  const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
  if (!result.isDone || wheel === undefined) return { fault: pipFault(result.lastLines) };
  return { path: join(folder, wheel) };
}

async function findPip(): Promise<{ program: string; words: readonly string[] } | undefined> {
  for (const [program, words] of PIPS) {
    const result = await runProgram(program, [...words, '--version'], { limitMs: 30_000 });
    if (result.isDone) return { program, words };
  }
  return undefined;
}

/** Tags of TensorFlow's wheels for this platform, newest first. */
function platformTags(): string[] {
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  if (process.platform === 'linux') {
    return ['manylinux_2_27', 'manylinux_2_17', 'manylinux2014'].map((tag) => `${tag}_${arch}`);
  }
  const macArch = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  return ['macosx_12_0', 'macosx_11_0', 'macosx_10_15'].map((tag) => `${tag}_${macArch}`);
}

/** The line of pip's output that says what was wrong. */
function pipFault(lines: string): string {
  const errors = lines.split('\n').filter((line) => line.startsWith('ERROR'));
  return errors[errors.length - 1]?.slice(0, 300) ?? lines.split('\n').pop() ?? 'pip gave no file';
}

/** Pip writes to a temporary folder first; what it shows here is what has arrived. */
function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
