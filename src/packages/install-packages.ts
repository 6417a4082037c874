// npm ci into the user's cache.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ProgressListener } from '../util/progress.ts';
import { runProgram } from '../util/run-program.ts';
import type { ShouldStop } from '../util/signals.ts';
import { partialPath, sweepPartialsOf } from '../util/partial-files.ts';
import { areInstalled } from './embed-packages.ts';
import type { EmbedPackages } from './embed-packages.ts';

const LIMIT_MS = 30 * 60_000;

/** For each package of the lock file: none runs a script of its own, and none fetches more than its archive. */
const WORDS = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'] as const;

/**
 * Installs the packages of the lock file into the cache, beside what is there; the folder has its name only when whole.
 *
 * @returns why it did not work, undefined: they are there
 */
export async function installPackages(
  packages: EmbedPackages,
  options: { readonly onProgress: ProgressListener; readonly shouldStop: ShouldStop },
): Promise<string | undefined> {
  if (areInstalled(packages)) return undefined;
  sweepPartialsOf(packages.folder);
  const staging = partialPath(packages.folder);
  mkdirSync(staging, { recursive: true });
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      copyFileSync(join(packages.manifest, file), join(staging, file));
    }
    const isWindows = process.platform === 'win32';
    const result = await runProgram(isWindows ? 'npm.cmd' : 'npm', WORDS, {
      folder: staging,
      limitMs: LIMIT_MS,
      shouldEnd: options.shouldStop,
      onTick: () => {
        const done = countPackages(join(staging, 'node_modules'));
        options.onProgress({ stage: 'installing packages', done, unit: 'packages' });
      },
    });
    if (!result.isDone) return npmFault(result.lastLines);
    // Another process may have been faster: then its folder is as good.
    if (!areInstalled(packages)) {
      rmSync(packages.folder, { recursive: true, force: true });
      renameSync(staging, packages.folder);
    }
    return undefined;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Packages that have a folder by now; those of a scope count one by one. */
function countPackages(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isDirectory())
    .reduce(
      (sum, name) => sum + (name.startsWith('@') ? readdirSync(join(folder, name)).length : 1),
      0,
    );
}

/** npm says "npm error ..." on several lines, the last of which names its log file. */
function npmFault(lines: string): string {
  const errors = lines.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  const [first = lines.split('\n').at(-1) ?? 'no reason given'] = errors.filter(
    (line) => !/^npm (error|ERR!) (code|errno|syscall|path)\b/.test(line),
  );
  return first.replace(/^npm (error|ERR!) /, '');
}
