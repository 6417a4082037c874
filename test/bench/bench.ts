import { CommanderError } from 'commander';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { loadedEngine } from '../../src/engine/load-engine.ts';
import { UserError } from '../../src/util/errors.ts';
import { parseBenchOptions } from './bench-options.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-case.ts';
import { CASES } from './cases.ts';
import { formatResults } from './print-results.ts';
import { ensurePythonEnvironment } from './python-environment.ts';
import { runCase } from './run-case.ts';
import { missedThresholds } from './thresholds.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** `npm run bench`. Results go to standard output, all else to standard error. */
async function main(words: readonly string[]): Promise<void> {
  const names = CASES.map(({ name }) => name);
  const options = parseBenchOptions(words, names);
  const [load] = loadavg();
  if (load > 0.5)
    say(`warning: other work runs here (load ${load.toFixed(1)}); ratios will be off`);
  const results = await runCases(options);
  const output = options.json
    ? JSON.stringify({ machine: describeMachine(load), results })
    : formatResults(results);
  process.stdout.write(`${output}\n`);
  if (options.check === true) checkThresholds(results);
}

async function runCases({ against, check, only, rounds }: BenchOptions): Promise<BenchResult[]> {
  const cases = CASES.filter(({ name }) => only === undefined || only.includes(name));
  const hasPython = cases.some(({ theirs }) => theirs.some((each) => each.language === 'python'));
  const isRace = against !== undefined || check === true;
  const python = isRace && hasPython ? ensurePythonEnvironment(say) : undefined;
  const results: BenchResult[] = [];
  for (const bench of cases) {
    results.push(...(await runCase(bench, { rounds, python, say })));
  }
  return results;
}

function checkThresholds(results: readonly BenchResult[]): void {
  const missed = missedThresholds(results);
  for (const line of missed) say(`missed: ${line}`);
  if (missed.length > 0) process.exitCode = 1;
  else say('no threshold is missed');
}

/** @param load of the minute before */
function describeMachine(load: number): object {
  return {
    platform: `${platform()}-${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_mb: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    engine: loadedEngine()?.name ?? 'none',
    threads: 2,
    load_before: load,
  };
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof UserError) {
    say(`error: ${error.message}`);
    process.exitCode = 2;
  } else throw error;
}
