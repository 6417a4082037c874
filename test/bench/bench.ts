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
}

async function runCases({ against, only, rounds }: BenchOptions): Promise<BenchResult[]> {
  const python = against === undefined ? undefined : ensurePythonEnvironment(say);
  const results: BenchResult[] = [];
  for (const bench of CASES) {
    if (only !== undefined && !only.includes(bench.name)) continue;
    results.push(...(await runCase(bench, { rounds, python, say })));
  }
  return results;
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
