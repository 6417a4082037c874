// Gather, sum, scatter, pool, Adagrad: the checked face.
import { assertLengths, assertWidth, rowsOf } from './assert-lengths.ts';
import { createAttentionKernels } from './attention-kernels.ts';
import type { AttentionKernels } from './attention-kernels.ts';
import { createDenseKernels } from './dense-kernels.ts';
import type { DenseKernels } from './dense-kernels.ts';
import { compileKernels } from './kernel-build.ts';
import type { KernelMemory } from './kernel-memory.ts';
import { createSharedJobs, kernelThreads } from './shared-job.ts';
import type { JobFunctions } from './shared-job.ts';

/** Floats of a cache line. */
const FLOATS_OF_LINE = 16;

/**
 * Sums over rows of tables, and the optimisers of sparse tables. `kernels.ts` runs them as WebAssembly
 * SIMD, `reference.ts` as plain loops; both give the same numbers.
 *
 * All arrays lie in one `KernelMemory`. Widths are multiples of 4. Letters: H table rows, R rows named by a
 * batch, U its distinct items, J tokens an item, B examples, T history positions, M width.
 */
export interface RowKernels {
  /** out_RM[i] = table_HM[rows_R[i]] */
  gatherRows(table_HM: Float32Array, rows_R: Int32Array, out_RM: Float32Array, width: number): void;
  /** table_HM[rows_R[i]] = values_RM[i] */
  scatterRows(
    table_HM: Float32Array,
    rows_R: Int32Array,
    values_RM: Float32Array,
    width: number,
  ): void;
  /** out_UM[i] = sum_j source_RM[index_UJ[i, j]]; a negative index counts as nothing. */
  sumRows(source_RM: Float32Array, index_UJ: Int32Array, out_UM: Float32Array, width: number): void;
  /** target_RM[index_UJ[i, j]] += values_UM[i]; a negative index counts as nothing. */
  addRows(
    target_RM: Float32Array,
    index_UJ: Int32Array,
    values_UM: Float32Array,
    width: number,
  ): void;
  /** out_BM[b] = mean over t < lengths_B[b] of source_UM[index_BT[b, t]]; zero for no positions. */
  meanPool(
    source_UM: Float32Array,
    index_BT: Int32Array,
    lengths_B: Int32Array,
    out_BM: Float32Array,
    width: number,
  ): void;
  /** The gradient of meanPool, added: target_UM[index_BT[b, t]] += gradient_BM[b] / lengths_B[b]. */
  meanPoolGradient(
    target_UM: Float32Array,
    index_BT: Int32Array,
    lengths_B: Int32Array,
    gradient_BM: Float32Array,
    width: number,
  ): void;
  /** Adagrad on rows of the table: a += g^2; w -= rate g / (sqrt(a) + epsilon), g the sum over the row's members. */
  adagradGroups(
    weights_HM: Float32Array,
    accumulators_HM: Float32Array,
    groups: RowGroups,
    gradients_UM: Float32Array,
    width: number,
    rate: number,
    epsilon: number,
  ): void;
  /** The same with one accumulator a row: a += mean(g^2). */
  rowWiseAdagradGroups(
    weights_HM: Float32Array,
    accumulators_H: Float32Array,
    groups: RowGroups,
    gradients_UM: Float32Array,
    width: number,
    rate: number,
    epsilon: number,
  ): void;
  /**
   * Replaces values by their numbers: the distinct ones in the order in which they first come, from `count` on.
   *
   * @param lengths_N how many of each row of T values count; undefined: all
   * @param index work space of one round
   * @returns the new count
   */
  numberDistinct(
    values_NT: Int32Array,
    lengths_N: Int32Array | undefined,
    index: DistinctSlots,
    count: number,
  ): number;
  /** Fills `starts` and `members` (see `RowGroups`) from the row numbers of each item, members in order. */
  groupByRow(
    rowNumbers_UJ: Int32Array,
    tokensPerItem: number,
    starts: Int32Array,
    members: Int32Array,
  ): void;
  /** Ends the threads that help; the kernels still work, and their memory can be freed. */
  close(): void;
}

/** All kernels. */
export type Kernels = RowKernels & AttentionKernels & DenseKernels;

/** An open-addressing hash table that is empty when its round changes. */
export interface DistinctSlots {
  /** Four a slot (round, value, number, none); a power of two of slots, more than values. */
  readonly slots: Int32Array;
  readonly round: number;
  /** The values by number. */
  readonly distinct: Int32Array;
}

/** The rows that a batch named, each with those who named it; see `Kernels.groupByRow`. */
export interface RowGroups {
  /** Rows of the table, each once. */
  readonly rows_R: Int32Array;
  /** R + 1 of them: members of row number r stand at [starts[r], starts[r + 1]). */
  readonly starts: Int32Array;
  /** Items by number, U * J in all. */
  readonly members: Int32Array;
}

/** The functions of `assembly/index.ts`: byte addresses and counts. */
type WasmFunction = (...numbers: number[]) => number;
/** What one thread does. */
type LoneKernel =
  'gatherRows' | 'scatterRows' | 'addRows' | 'meanPoolGradient' | 'numberDistinct' | 'groupByRow';

/**
 * Loads the WebAssembly kernels onto a memory.
 *
 * @param numThreads that do the large ones together, this one counted; results do not depend on it
 * @param module another build of the same sources
 */
export function createKernels(
  memory: KernelMemory,
  numThreads = kernelThreads(),
  module = compileKernels().module,
): Kernels {
  const instance = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
  const wasm = instance.exports as Record<LoneKernel, WasmFunction> & JobFunctions;
  const jobs = createSharedJobs(module, memory, wasm, numThreads);
  const at = (array: Float32Array | Int32Array): number => {
    if (array.buffer !== memory.memory.buffer && array.length > 0) assertInMemory(array, memory);
    return array.byteOffset;
  };
  let room = memory.float32(0);
  /** Room for a row of each thread, on cache lines of its own. */
  const threadRows = (width: number): number => {
    const length = numThreads * FLOATS_OF_LINE * Math.ceil(width / FLOATS_OF_LINE);
    if (room.length < length) room = memory.float32(length);
    return room.byteOffset;
  };
  /** @returns the lists' addresses */
  const listsOf = ({ rows_R, starts, members }: RowGroups): number[] => {
    assertLengths({ starts: [starts, rows_R.length + 1] });
    return [rows_R, starts, members].map(at);
  };
  return {
    ...createAttentionKernels(memory, jobs, at, numThreads),
    ...createDenseKernels(memory, jobs, at, numThreads),
    gatherRows(table_HM, rows_R, out_RM, width) {
      rowsOf('table_HM', table_HM, width);
      assertLengths({ out_RM: [out_RM, rows_R.length * width] });
      wasm.gatherRows(at(table_HM), at(rows_R), at(out_RM), rows_R.length, width);
    },
    scatterRows(table_HM, rows_R, values_RM, width) {
      rowsOf('table_HM', table_HM, width);
      assertLengths({ values_RM: [values_RM, rows_R.length * width] });
      wasm.scatterRows(at(table_HM), at(rows_R), at(values_RM), rows_R.length, width);
    },
    sumRows(source_RM, index_UJ, out_UM, width) {
      assertWidth('width', width);
      rowsOf('source_RM', source_RM, width);
      const numItems = rowsOf('out_UM', out_UM, width);
      const numTokens = numItems === 0 ? 0 : rowsOf('index_UJ', index_UJ, numItems);
      const addresses = [source_RM, index_UJ, out_UM].map(at);
      jobs.run('sumRows', numItems, [...addresses, numTokens, width]);
    },
    addRows(target_RM, index_UJ, values_UM, width) {
      assertWidth('width', width);
      rowsOf('target_RM', target_RM, width);
      const numItems = rowsOf('values_UM', values_UM, width);
      const numTokens = numItems === 0 ? 0 : rowsOf('index_UJ', index_UJ, numItems);
      wasm.addRows(at(target_RM), at(index_UJ), at(values_UM), numItems, numTokens, width);
    },
    meanPool(source_UM, index_BT, lengths_B, out_BM, width) {
      assertWidth('width', width);
      rowsOf('source_UM', source_UM, width);
      const numExamples = lengths_B.length;
      const length = numExamples === 0 ? 0 : rowsOf('index_BT', index_BT, numExamples);
      assertLengths({ out_BM: [out_BM, numExamples * width] });
      const addresses = [source_UM, index_BT, lengths_B, out_BM].map(at);
      jobs.run('meanPool', numExamples, [...addresses, length, width]);
    },
    meanPoolGradient(target_UM, index_BT, lengths_B, gradient_BM, width) {
      assertWidth('width', width);
      rowsOf('target_UM', target_UM, width);
      const numExamples = lengths_B.length;
      const length = numExamples === 0 ? 0 : rowsOf('index_BT', index_BT, numExamples);
      assertLengths({ gradient_BM: [gradient_BM, numExamples * width] });
      const addresses = [target_UM, index_BT, lengths_B, gradient_BM].map(at);
      wasm.meanPoolGradient(...addresses, threadRows(width), numExamples, length, width);
    },
    adagradGroups(weights_HM, accumulators_HM, groups, gradients_UM, width, rate, epsilon) {
      assertWidth('width', width);
      rowsOf('gradients_UM', gradients_UM, width);
      const numValues = rowsOf('weights_HM', weights_HM, width) * width;
      assertLengths({ accumulators_HM: [accumulators_HM, numValues] });
      const tables = [weights_HM, accumulators_HM].map(at);
      const addresses = [...tables, ...listsOf(groups), at(gradients_UM)];
      jobs.run('adagradGroups', groups.rows_R.length, [...addresses, width], { rate, epsilon });
    },
    rowWiseAdagradGroups(weights_HM, accumulators_H, groups, gradients_UM, width, rate, epsilon) {
      assertWidth('width', width);
      rowsOf('gradients_UM', gradients_UM, width);
      assertLengths({ accumulators_H: [accumulators_H, rowsOf('weights_HM', weights_HM, width)] });
      const tables = [weights_HM, accumulators_H].map(at);
      const addresses = [...tables, ...listsOf(groups), at(gradients_UM)];
      const sizes = [width, threadRows(width)];
      const numRows = groups.rows_R.length;
      jobs.run('rowWiseAdagradGroups', numRows, [...addresses, ...sizes], { rate, epsilon });
    },
    numberDistinct(values_NT, lengths_N, { slots, round, distinct }, count) {
      const numRows = lengths_N === undefined ? 1 : lengths_N.length;
      const length = numRows === 0 ? 0 : rowsOf('values_NT', values_NT, numRows);
      const numSlots = rowsOf('slots', slots, 4);
      if (numSlots < 1 || !Number.isInteger(Math.log2(numSlots))) {
        throw new Error(`the kernels need a power of two of slots, got ${numSlots}`);
      }
      const most = Math.min(distinct.length, numSlots - 1);
      if (count + values_NT.length > most) {
        throw new Error(`${count} + ${values_NT.length} values where ${most} have room`);
      }
      const lengths = lengths_N === undefined ? 0 : at(lengths_N);
      const space = [at(slots), numSlots - 1, round, at(distinct)];
      return wasm.numberDistinct(at(values_NT), lengths, numRows, length, ...space, count);
    },
    groupByRow(rowNumbers_UJ, tokensPerItem, starts, members) {
      const numItems = rowsOf('rowNumbers_UJ', rowNumbers_UJ, tokensPerItem);
      assertLengths({ members: [members, rowNumbers_UJ.length] });
      const out = [at(starts), at(members)];
      wasm.groupByRow(at(rowNumbers_UJ), numItems, tokensPerItem, starts.length - 1, ...out);
    },
    close: () => jobs.close(),
  };
}

/** A growing memory gives a new buffer object over the same bytes; views of an earlier one are as good. */
function assertInMemory(array: Float32Array | Int32Array, memory: KernelMemory): void {
  const isShared = array.buffer instanceof SharedArrayBuffer;
  if (!isShared || array.byteOffset + array.byteLength > memory.memory.buffer.byteLength) {
    throw new Error('kernels work on arrays of their own memory only (KernelMemory, Scratch)');
  }
}
