// `sid doctor`.
import { inspectDuckDb } from '../../data/inspect-duckdb.ts';
import { inspectMachine } from '../../engine/inspect-machine.ts';
import type { Finding } from '../../util/finding.ts';
import { inspectEmbedPackages } from '../../packages/inspect-packages.ts';
import type { RunContext } from '../frame/run-command.ts';

const MARKS = { good: 'ok', poor: '!', missing: '-' } as const;

/** What sid runs on, and what would make it better. */
export async function doctor(_: object, run: RunContext): Promise<void> {
  const findings = [...(await inspectMachine()), await inspectDuckDb(), inspectEmbedPackages()];
  const isReady = findings.every(({ state }) => state !== 'poor');
  run.result(
    { ready: isReady, findings },
    `${describe(findings)}\n\n` +
      (isReady ? 'ready' : 'sid runs, but not well; the lines marked ! say what to do'),
  );
}

function describe(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .map(({ name, state, value, remedy }) => {
      const line = `${MARKS[state].padEnd(2)}  ${name.padEnd(width)}  ${value}`;
      return remedy === undefined ? line : `${line}\n    ${' '.repeat(width)}  ${remedy}`;
    })
    .join('\n');
}
