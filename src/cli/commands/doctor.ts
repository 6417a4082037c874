// `sid doctor`.
import { Command } from 'commander';
import type { Finding } from '../../engine/inspect-machine.ts';
import { defineCommand } from '../frame/run-command.ts';

const MARKS = { good: 'ok', poor: '!', missing: '-' } as const;

/** `sid doctor`: what sid runs on, and what would make it better. */
export function createDoctorCommand(): Command {
  const command = new Command('doctor').description(
    'engine, versions, threads, memory, what is missing and how to get it',
  );
  return defineCommand<object>(command, async (_, run) => {
    const { inspectMachine } = await import('../../engine/inspect-machine.ts');
    const { inspectDuckDb } = await import('../../data/inspect-duckdb.ts');
    const findings = [...(await inspectMachine()), await inspectDuckDb()];
    const isReady = findings.every(({ state }) => state !== 'poor');
    run.result(
      { ready: isReady, findings },
      `${describe(findings)}\n\n` +
        (isReady ? 'ready' : 'sid runs, but not well; the lines marked ! say what to do'),
    );
  });
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
