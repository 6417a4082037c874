// Work on shared memory that several threads do together. A job is cut into chunks; whoever is free takes the
// next one, so that a thread that the system holds up keeps nobody waiting for more than a chunk. Chunks write
// to different places and each sum is made within one chunk: results do not depend on who did what.

import { adagrad, rowWiseAdagrad } from '../adagrad/adagrad.as';
import { attend, attendBack } from '../attention/attention.as';
import { groupByRow, numberDistinct } from '../batch-plan/batch-plan.as';
import { Job, Kernel } from '../blocks.as';
import { bypass, bypassBack } from '../bypass/bypass.as';
import { dlrm } from '../dlrm/dlrm.as';
import { meanPool, meanPoolGradient } from '../mean-pool/mean-pool.as';
import { multiplyPanels, nearestRows, packPanels } from '../products/products.as';
import { addRows, gatherRows, scatterRows, sumRows } from '../rows/rows.as';
import { sumGroups } from '../sum-groups/sum-groups.as';

// Words that several threads change; job-words.ts explains each.
const SEQUENCE: usize = offsetof<Job>('sequence');
const LEFT: usize = offsetof<Job>('left');
const DONE: usize = offsetof<Job>('done');

// Why no chunk is skipped, done twice, or done with another job's words:
//
// 1. One atomic subtraction from LEFT decides whether a thread has a chunk and which: old > 0, the old-th from the end.
//    Nothing that was read before it counts. Each value above 0 is given out once, so each chunk is.
// 2. All other words are read after it, by a thread that holds a chunk. They cannot change under its hands: the caller
//    leaves `shareJob` only when DONE says that all chunks are done, and writes words only outside. They are the words
//    of the job that the chunk is from, since LEFT was set after them (atomic operations keep their order).
// 3. A helper that comes late, or woke for a job that is over, finds LEFT at 0 or below and has read nothing else; or it
//    finds the next job's LEFT, and then it has a chunk of that job, with that job's words.
// 4. DONE is set to 0 while nobody holds a chunk, so that no late addition is lost or counted twice.
// 5. LEFT is below 0 by one for each helper and waking at most, and is set anew by each job. SEQUENCE may wrap around:
//    a helper that slept for 2^32 jobs would miss one waking, and its chunks would be done by others.

/** Looks at `DONE` before the caller goes to sleep on it. */
const SPINS: i32 = 2000;
/** Looks at `SEQUENCE` before sleeping on it, some 50 microseconds: a batch's jobs follow one another closely. */
const WAKING_SPINS: i32 = 50000;

/**
 * Does a job whose words from `numChunks` on are filled in, with the helpers that are there.
 *
 * @returns chunks that helpers still work on: the caller has to sleep on DONE before it touches the job again
 */
export function shareJob(job: usize): i32 {
  const numChunks = changetype<Job>(job).numChunks;
  atomic.store<i32>(job + DONE, 0);
  atomic.store<i32>(job + LEFT, numChunks);
  atomic.add<i32>(job + SEQUENCE, 1);
  atomic.notify(job + SEQUENCE, -1);
  takeChunks(job, 0);
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(job + DONE) == numChunks) return 0;
  }
  return numChunks - atomic.load<i32>(job + DONE);
}

/** Does a job without the helpers. They must not hold a chunk. */
export function doJobAlone(job: usize): void {
  const end = changetype<Job>(job).end,
    chunk = changetype<Job>(job).chunk;
  for (let begin = 0; begin < end; begin += chunk) doChunk(job, 0, begin, min(begin + chunk, end));
}

/** A helper's whole life. @param thread from 1 */
export function help(job: usize, thread: i32): void {
  let seen: i32 = 0;
  for (;;) {
    let spin = 0;
    while (spin < WAKING_SPINS && atomic.load<i32>(job + SEQUENCE) == seen) spin++;
    atomic.wait<i32>(job + SEQUENCE, seen, -1);
    const sequence = atomic.load<i32>(job + SEQUENCE);
    if (sequence == seen) continue;
    seen = sequence;
    takeChunks(job, thread);
  }
}

function takeChunks(job: usize, thread: i32): void {
  for (;;) {
    pause(job, thread);
    const left = atomic.sub<i32>(job + LEFT, 1);
    pause(job, thread);
    if (left <= 0) return;
    const numChunks = changetype<Job>(job).numChunks,
      chunk = changetype<Job>(job).chunk;
    const begin = (numChunks - left) * chunk;
    doChunk(job, thread, begin, min(begin + chunk, changetype<Job>(job).end));
    pause(job, thread);
    if (atomic.add<i32>(job + DONE, 1) + 1 == numChunks) atomic.notify(job + DONE, -1);
  }
}

/** Nothing but in a build with `--use STRESS=1`: there some microseconds, now more, now less, so that races show. @inline */
function pause(job: usize, thread: i32): void {
  if (isDefined(STRESS)) {
    const looks =
      (((atomic.load<i32>(job + LEFT) * 31 + thread + ++pauses) * 0x9e3779b1) >>> 16) &
      STRESS_LOOKS;
    for (let look = 0; look < looks; look++) atomic.load<i32>(job + SEQUENCE);
  }
}
let pauses: i32 = 0;
const STRESS_LOOKS: i32 = 4095;

function doChunk(job: usize, thread: i32, begin: i32, end: i32): void {
  const block = <usize>changetype<Job>(job).block;
  switch (changetype<Job>(job).kernel as Kernel) {
    case Kernel.gatherRows:
      return gatherRows(block);
    case Kernel.scatterRows:
      return scatterRows(block);
    case Kernel.sumRows:
      return sumRows(block, begin, end);
    case Kernel.addRows:
      return addRows(block);
    case Kernel.meanPool:
      return meanPool(block, begin, end);
    case Kernel.meanPoolGradient:
      return meanPoolGradient(block);
    case Kernel.adagrad:
      return adagrad(block, begin, end);
    case Kernel.rowWiseAdagrad:
      return rowWiseAdagrad(block, begin, end, thread);
    case Kernel.numberDistinct:
      return numberDistinct(block);
    case Kernel.groupByRow:
      return groupByRow(block);
    case Kernel.attend:
      return attend(block, begin, end, thread);
    case Kernel.attendBack:
      return attendBack(block, begin, end, thread);
    case Kernel.bypass:
      return bypass(block, begin, end);
    case Kernel.bypassBack:
      return bypassBack(block, begin, end);
    case Kernel.dlrm:
      return dlrm(block, begin, end, thread);
    case Kernel.sumGroups:
      return sumGroups(block, begin, end);
    case Kernel.packPanels:
      return packPanels(block, begin, end);
    case Kernel.multiplyPanels:
      return multiplyPanels(block, begin, end, thread);
    case Kernel.nearestRows:
      return nearestRows(block, begin, end, thread);
  }
}
