import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRecord } from '../../../src/records/all-records.ts';
import { packageFolder } from '../../../src/util/package-folder.ts';
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
      const command = [program, ...words, '--out', out, '--json'];
      const { status } = spawnSync(process.execPath, command, { stdio: 'ignore' });
      if (status !== 0) throw new Error(`sid ${words.join(' ')} ended with status ${status}`);
      peakMb = Math.max(peakMb, peakMemoryOf(out));
      return NaN;
    },
    peakMemoryMb: () => peakMb,
  };
}

/** From the run record. */
function peakMemoryOf(folder: string): number {
  const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as AnyRecord;
  return run.peakMemoryMb;
}
