// Work on shared memory that several threads do together. A job is cut into chunks; whoever is free takes the
// next one, so that a thread that the system holds up keeps nobody waiting for more than a chunk. Chunks write
// to different places and each sum is made within one chunk: results do not depend on who did what.

import { adagradGroups, rowWiseAdagradGroups } from './adagrad';
import { attend, attendBack } from './attention/attend';
import { bypass, bypassBack } from './dense/bypass';
import { climb } from './dense/tower';
import { meanPool } from './mean-pool';
import { sumRows } from './rows';
import { sumGroups } from './sum-groups';

// Words of a job, by byte.
const SEQUENCE: usize = 0; // one more with each job: what helpers sleep on
const ACTIVE: usize = 4; // helpers that may hold a chunk
const NEXT: usize = 8; // where the next chunk begins
const END: usize = 12;
const CHUNK: usize = 16;
const KIND: usize = 20;
const SCRATCH: usize = 24; // a row of room for each thread
const RATE: usize = 28;
const EPSILON: usize = 32;
const ARGUMENTS: usize = 36;

/** Beyond any end: no chunk is left. */
const CLOSED: i32 = 0x40000000;
/** Room of one thread's row. */
const SCRATCH_BYTES: usize = 16384;
/** Looks at `ACTIVE` before sleeping on it. */
const SPINS: i32 = 2000;
/** Looks at `SEQUENCE` before sleeping on it, some 50 microseconds: a batch's jobs follow one another closely. */
const WAKING_SPINS: i32 = 50000;

/** Does a job whose words but SEQUENCE, ACTIVE and NEXT are filled in, with the helpers that are there. */
export function share(job: usize): void {
  atomic.store<i32>(job + NEXT, 0);
  if (load<i32>(job + CHUNK) < load<i32>(job + END)) {
    atomic.add<i32>(job + SEQUENCE, 1);
    atomic.notify(job + SEQUENCE, -1);
  }
  takeChunks(job, 0);
  // A helper that comes late finds nothing; one that holds a chunk is waited for. Then the job's words are free.
  atomic.store<i32>(job + NEXT, CLOSED);
  for (let spin = 0; ; spin++) {
    const active = atomic.load<i32>(job + ACTIVE);
    if (active == 0) return;
    if (spin > SPINS) atomic.wait<i32>(job + ACTIVE, active, 1_000_000);
  }
}

/** A helper's whole life. @param thread from 1 */
export function help(job: usize, thread: i32): void {
  let seen: i32 = 0;
  for (;;) {
    for (let spin = 0; spin < WAKING_SPINS && atomic.load<i32>(job + SEQUENCE) == seen; spin++) {}
    atomic.wait<i32>(job + SEQUENCE, seen, -1);
    seen = atomic.load<i32>(job + SEQUENCE);
    atomic.add<i32>(job + ACTIVE, 1);
    takeChunks(job, thread);
    atomic.sub<i32>(job + ACTIVE, 1);
    atomic.notify(job + ACTIVE, -1);
  }
}

function takeChunks(job: usize, thread: i32): void {
  for (;;) {
    const chunk = load<i32>(job + CHUNK);
    const begin = atomic.add<i32>(job + NEXT, chunk);
    const end = load<i32>(job + END);
    if (begin >= end) return;
    doChunk(job, thread, begin, min(load<i32>(job + CHUNK) + begin, end));
  }
}

function doChunk(job: usize, thread: i32, begin: i32, end: i32): void {
  const kind = load<i32>(job + KIND);
  const a = load<i32>(job + ARGUMENTS);
  const b = load<i32>(job + ARGUMENTS, 4);
  const c = load<i32>(job + ARGUMENTS, 8);
  const d = load<i32>(job + ARGUMENTS, 12);
  const e = load<i32>(job + ARGUMENTS, 16);
  const f = load<i32>(job + ARGUMENTS, 20);
  const g = load<i32>(job + ARGUMENTS, 24);
  const rate = load<f32>(job + RATE);
  const epsilon = load<f32>(job + EPSILON);
  const scratch = <usize>load<u32>(job + SCRATCH) + <usize>thread * SCRATCH_BYTES;
  if (kind == 0) sumRows(a, b, c, begin, end, d, e);
  else if (kind == 1) meanPool(a, b, c, d, begin, end, e, f);
  else if (kind == 2) adagradGroups(a, b, c, d, e, f, begin, end, g, rate, epsilon);
  else if (kind == 3) rowWiseAdagradGroups(a, b, c, d, e, f, scratch, begin, end, g, rate, epsilon);
  else if (kind == 4) attend(a, begin, end, thread);
  else if (kind == 5) attendBack(a, begin, end, thread);
  else if (kind == 6) climb(a, begin, end, thread);
  else if (kind == 7) bypass(a, begin);
  else if (kind == 8) bypassBack(a, begin);
  else sumGroups(a, b, c, d, begin, end);
}
