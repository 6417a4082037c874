// What processes say: warnings and faults.
import type { ProcessEnd, ProcessTask } from './run-processes.ts';

/** Passes the warnings that processes write on, each text once. */
export function createWarningFilter(
  warn: (line: string) => void,
): (task: ProcessTask, line: string) => void {
  const seen = new Set<string>();
  return (task, line) => {
    const warning = /^warning: (.*)$/.exec(line)?.[1];
    if (warning === undefined || seen.has(warning)) return;
    seen.add(warning);
    warn(`${task.name}: ${warning}`);
  };
}

/** Why a process ended badly: the line of an error that the user can mend, else all that was written last. */
export function faultOf({ status, lastLines }: ProcessEnd): string {
  const line = lastLines.findLast((each) => each.startsWith('error: '));
  return status === 2 && line !== undefined ? line.slice('error: '.length) : lastLines.join('\n');
}
