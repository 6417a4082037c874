// Addresses and counts.
import { upTo4 } from '../round-up';

/**
 * What an attention block works on: addresses and counts, in the order in which attention-kernels.ts writes them.
 * attention-block.ts explains each.
 */
@unmanaged
export class Block {
  numExamples: i32;
  historyLength: i32;
  width: i32;
  hidden: i32;
  numSeeds: i32;
  numAges: i32;
  groupSize: i32;
  sumsLength: i32;
  roomLength: i32;
  items: usize;
  index: usize;
  lengths: usize;
  ages: usize;
  ageVectors: usize;
  positionVectors: usize;
  scores: usize;
  scoresBack: usize;
  scoreBias: usize;
  value: usize;
  valueBack: usize;
  residual: usize;
  weight1: usize;
  weight1Back: usize;
  bias1: usize;
  weight2: usize;
  weight2Back: usize;
  bias2: usize;
  units1: usize;
  inverses1: usize;
  queries: usize;
  attention: usize;
  mixed: usize;
  units2: usize;
  inverses2: usize;
  signs: usize;
  pooledHidden: usize;
  history: usize;
  dHistory: usize;
  dPooledHidden: usize;
  dClicks: usize;
  sums: usize;
  room: usize;
}

/**
 * Rows of queries kept for each example: the seeds, or the clicks up to a multiple of 4.
 *
 * @inline
 */
export function queryRows(block: Block): i32 {
  return block.numSeeds > 0 ? block.numSeeds : upTo4(block.historyLength);
}

/**
 * Bytes from one row of the hidden layer to the next. A cache line more than the row: rows 1 KiB apart would share few
 * places of the first cache.
 *
 * @inline
 */
export function hiddenStride(block: Block): usize {
  return ((<usize>block.hidden) << 2) + 64;
}

/**
 * Where an example's part of a kept array begins. @param size floats of one example
 *
 * @inline
 */
export function partOf(array: usize, example: i32, size: i32): usize {
  return array + ((<usize>example * <usize>size) << 2);
}

/** Bytes from the beginning of a group's sums to those of weight2, the last but bias2. @inline */
export function linearSums(block: Block): usize {
  return (<usize>(block.sumsLength - (block.hidden + 1) * block.width)) << 2;
}
