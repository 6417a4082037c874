// Names a process so that its end can be told, by whom soever its number is taken later.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemErrorCode } from './errors.ts';

/**
 * Names a process for files that it leaves: "4711-9f3a61c2-5be0d1", its number, a hash of when it began, a hash of the
 * machine's name. A later process with the same number has another mark.
 */
export type ProcessMark = string;

/** `elsewhere`: on another machine, so that nobody here can tell. */
export type ProcessState = 'lives' | 'gone' | 'elsewhere';

/** A mark in a text; the last two parts are missing in marks of sid 0.1.0. */
export const MARK_PATTERN = String.raw`\d+(?:-[0-9a-f]{8}-[0-9a-f]{6})?`;

/** Where the system does not say when a process began, its number alone counts. */
const UNKNOWN_BEGIN = '00000000';

let own: ProcessMark | undefined;

/** The mark of this process. */
export function ownMark(): ProcessMark {
  own ??= `${process.pid}-${beginOf(process.pid) ?? UNKNOWN_BEGIN}-${machine()}`;
  return own;
}

/** The number of a marked process, for messages. */
export function pidOf(mark: ProcessMark): number {
  return Number(mark.split('-')[0]);
}

export function stateOf(mark: ProcessMark): ProcessState {
  if (mark === ownMark()) return 'lives';
  const [pid, begin, ofMachine] = mark.split('-');
  if (ofMachine !== undefined && ofMachine !== machine()) return 'elsewhere';
  if (!isThere(Number(pid))) return 'gone';
  if (begin === undefined || begin === UNKNOWN_BEGIN) return 'lives';
  return beginOf(Number(pid)) === begin ? 'lives' : 'gone';
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** Hash of when a process began; undefined where there is none of that number, or only what is left of one. */
function beginOf(pid: number): string | undefined {
  const begin = process.platform === 'linux' ? beginOnLinux(pid) : beginFromPs(pid);
  return begin === undefined ? undefined : shortHash(begin, 8);
}

/** Clock ticks since the machine started, and which start that was. */
function beginOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces. State is the first field after it, the start the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; nobody has asked for its status yet.
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function beginFromPs(pid: number): string | undefined {
  try {
    const words = ['-o', 'lstart=', '-p', String(pid)];
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const begin = execFileSync('ps', words, { encoding: 'utf8', env, stdio: 'pipe' }).trim();
    return begin === '' ? undefined : begin;
  } catch {
    return undefined;
  }
}

function machine(): string {
  return shortHash(hostname(), 6);
}

function shortHash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
