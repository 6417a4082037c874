import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../../src/cli/version.ts';
import type { Workload } from './workload.ts';

/** A whole command of sid, its start included: the words of `command.json`, then --out. */
export function createCommand(folder: string): Workload {
  const words = JSON.parse(readFileSync(join(folder, 'command.json'), 'utf8')) as string[];
  const out = join(folder, 'out');
  const program = join(packageFolder(), 'dist', 'bin', 'sid.js');
  let peakMb = 0;
  return {
    step() {
      rmSync(out, { recursive: true, force: true });
      const { status, stdout } = spawnSync(
        process.execPath,
        [program, ...words, '--out', out, '--json'],
        { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' },
      );
      if (status !== 0) throw new Error(`sid ${words.join(' ')} ended with status ${status}`);
      const result = JSON.parse(stdout) as { peak_memory_mb?: number };
      peakMb = Math.max(peakMb, result.peak_memory_mb ?? 0);
      return NaN;
    },
    peakMemoryMb: () => peakMb,
  };
}
