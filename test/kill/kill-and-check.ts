// Kills a command at random moments, runs it again until it ends, and looks at what is left.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Rng } from '../../src/util/rng.ts';
import { compareFolders } from './compare-folders.ts';
import type { KillCase } from './kill-case.ts';
import { livingProcesses, runSid } from './run-sid.ts';
import type { End } from './run-sid.ts';

/** What became of a case. */
export interface KillReport {
  readonly name: string;
  readonly kills: number;
  /** Runs that were killed once or more often, and ended. */
  readonly rounds: number;
  /** Seconds of the run that was not killed. */
  readonly unbrokenSeconds: number;
  /** A line each; none where every round ended as the unbroken run did. */
  readonly faults: readonly string[];
}

export interface KillOptions {
  /** Kills in all. */
  readonly times: number;
  readonly seed: number;
  readonly onRound?: (line: string) => void;
}

/** Of one round; then it may end. */
const MOST_KILLS = 3;
/** How long what was killed may take to be gone. */
const PATIENCE_MS = 5000;

/** @param folder to work in; empty */
export async function killAndCheck(
  { name, victims, inputs, words }: KillCase,
  folder: string,
  { times, seed, onRound = () => undefined }: KillOptions,
): Promise<KillReport> {
  const [place, reference] = [join(folder, 'out'), join(folder, 'reference')];
  // A folder of its own, so that what is left beside the output is seen.
  const out = join(place, name);
  const mark = `${process.pid}-${name}`;
  const command = words(folder, out);
  const begin = (): void => {
    rmSync(place, { force: true, recursive: true });
    mkdirSync(place);
  };
  for (const line of inputs(folder)) assertDone(line, await runSid(line, mark));
  begin();
  const unbroken = await runSid(command, mark);
  assertDone(command, unbroken);
  renameSync(place, reference);

  const rng = Rng.fromSeed(seed).split(name);
  const faults: string[] = [];
  let [kills, rounds] = [0, 0];
  // A machine that others work on too may be faster now than it was at first.
  let shortestSeconds = unbroken.seconds;
  while (kills < times) {
    begin();
    const wanted = Math.min(times - kills, 1 + rng.int(MOST_KILLS));
    const before = kills;
    let end: End | undefined;
    for (let kill = 0; kill < wanted && end?.status !== 0; kill++) {
      const afterMs = 1000 * shortestSeconds * rng.uniform();
      end = await runSid(command, mark, { afterMs, victims });
      if (end.status === 0 && kill === 0) shortestSeconds = Math.min(shortestSeconds, end.seconds);
      if (end.status === null) kills += 1;
      else if (end.status !== 0) faults.push(`round ${rounds}: ${faultOf(end)}`);
    }
    if (end?.status !== 0) end = await runSid(command, mark);
    if (end.status !== 0) faults.push(`round ${rounds}: ${faultOf(end)}`);
    await sleepUntil(() => livingProcesses(mark).length === 0, PATIENCE_MS);
    for (const pid of livingProcesses(mark)) faults.push(`round ${rounds}: process ${pid} lives`);
    const differences = existsSync(out) ? compareFolders(reference, place) : [];
    faults.push(...differences.map((line) => `round ${rounds}: ${line}`));
    onRound(
      `${name}: round ${rounds}, ${kills - before} kills, ${kills} of ${times}, ${faults.length} faults`,
    );
    rounds += 1;
  }
  for (const line of readdirSync(folder).filter((each) => each.includes('partial'))) {
    faults.push(`${line}: left over`);
  }
  return { name, kills, rounds, unbrokenSeconds: unbroken.seconds, faults };
}

function assertDone(words: readonly string[], end: End): void {
  if (end.status !== 0) throw new Error(`sid ${words.join(' ')}: ${faultOf(end)}`);
}

function faultOf({ status, error }: End): string {
  return `status ${status}: ${error.trimEnd().split('\n').slice(-8).join(' | ')}`;
}

async function sleepUntil(isDone: () => boolean, mostMs: number): Promise<void> {
  const start = performance.now();
  while (!isDone() && performance.now() - start < mostMs) await sleep(50);
}
