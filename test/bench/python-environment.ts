import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../src/util/package-folder.ts';
import { UserError } from '../../src/util/errors.ts';

/**
 * The virtual environment `.venv-bench` with what `pytorch/requirements.txt` names, made on first use and
 * again when that file changes.
 *
 * @returns the path of its interpreter
 * @throws UserError if there is no Python, or pip cannot install
 */
export function ensurePythonEnvironment(say: (line: string) => void): string {
  const requirements = join(packageFolder(), 'test', 'bench', 'pytorch', 'requirements.txt');
  const folder = join(packageFolder(), '.venv-bench');
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  say('making .venv-bench with PyTorch and the others (once)');
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  writeFileSync(stamp, wanted);
  return python;
}

function run(program: string, words: readonly string[]): void {
  const { status, error, stderr } = spawnSync(program, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0) return;
  const lastLine = (stderr ?? '').trim().split('\n').at(-1);
  throw new UserError(
    `--against pytorch needs Python 3 with venv and pip; "${program} ${words.slice(0, 3).join(' ')}" ` +
      `failed: ${error?.message ?? lastLine}`,
  );
}
