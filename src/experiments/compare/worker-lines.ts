// What workers say: warnings and faults.
import type { Worker, WorkerEnd } from './worker.ts';

/** Passes the warnings that workers write on, each text once. */
export function createWarningFilter(
  warn: (line: string) => void,
): (worker: Worker, line: string) => void {
  const seen = new Set<string>();
  return (worker, line) => {
    const warning = /^warning: (.*)$/.exec(line)?.[1];
    if (warning === undefined || seen.has(warning)) return;
    seen.add(warning);
    warn(`${worker.name}: ${warning}`);
  };
}

/** Why a worker ended badly: the line of an error that the user can mend, else all that was written last. */
export function faultOf({ status, lastLines }: WorkerEnd): string {
  const line = lastLines.findLast((each) => each.startsWith('error: '));
  return status === 2 && line !== undefined ? line.slice('error: '.length) : lastLines.join('\n');
}
