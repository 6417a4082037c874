// H rows of floats, of any size.
import type { KernelMemory } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';

/** H rows of floats, read and written a few rows at a time. */
export interface RowStore {
  readonly numRows: number;
  /** Floats in a row. */
  readonly width: number;
  /** Copies rows out, in the order named. `out_RW` lies in the kernels' memory. */
  gather(rows_R: Int32Array, out_RW: Float32Array): void;
  /** Writes rows back; no row may be named twice. */
  scatter(rows_R: Int32Array, values_RW: Float32Array): void;
  /** The rows in order, in one or more stretches of whole rows; the store's own memory. */
  readonly chunks: readonly Float32Array[];
  /** The whole store, where it lies in the kernels' memory: then kernels work on it directly. */
  readonly inKernelMemory?: Float32Array;
}

/** Kernel memory left for batches when a store is laid there. */
const ROOM_FOR_BATCHES_BYTES = 1.5e9;
/** Rows of one chunk outside the kernels' memory: 1 GiB at 64 floats. */
const CHUNK_ROWS = 1 << 22;
/** Rows that are fetched from memory together. */
const AHEAD = 32;
/** Floats of a cache line. */
const LINE = 16;
/** Keeps what is read ahead from being thrown away as unused. */
const fetched = new Float32Array(1);

/** Whether so many floats may be laid there. */
export function fitsKernelMemory(numFloats: number, memory: KernelMemory): boolean {
  return 4 * numFloats + ROOM_FOR_BATCHES_BYTES < memory.freeBytes;
}

/** In the kernels' memory where it fits (4 GiB in all), else in ordinary memory. */
export function createRowStore(
  numRows: number,
  width: number,
  memory: KernelMemory,
  kernels: Kernels,
): RowStore {
  if (fitsKernelMemory(numRows * width, memory)) {
    return createKernelRowStore(memory.float32(numRows * width), width, kernels);
  }
  return createChunkedRowStore(numRows, width, CHUNK_ROWS);
}

function createKernelRowStore(values_HW: Float32Array, width: number, kernels: Kernels): RowStore {
  return {
    numRows: values_HW.length / width,
    width,
    chunks: [values_HW],
    inKernelMemory: values_HW,
    gather: (rows_R, out_RM) => kernels.gatherRows({ width, table_HM: values_HW, rows_R, out_RM }),
    scatter: (rows_R, values_RM) =>
      kernels.scatterRows({ width, table_HM: values_HW, rows_R, values_RM }),
  };
}

/** @param chunkRows a power of two */
export function createChunkedRowStore(numRows: number, width: number, chunkRows: number): RowStore {
  const shift = Math.log2(chunkRows);
  const mask = chunkRows - 1;
  const chunks = Array.from({ length: Math.ceil(numRows / chunkRows) }, (_, chunk) => {
    return new Float32Array(Math.min(chunkRows, numRows - chunk * chunkRows) * width);
  });
  // Reads a few rows with nothing between, so that the waits for memory overlap (kernels/arithmetic/row.as.ts).
  const fetch = (rows_R: Int32Array, begin: number, end: number): void => {
    let sum = 0;
    for (let i = begin; i < end; i++) {
      const chunk = chunks[rows_R[i] >> shift];
      const from = (rows_R[i] & mask) * width;
      for (let w = 0; w < width; w += LINE) sum += chunk[from + w];
    }
    fetched[0] = sum;
  };
  return {
    numRows,
    width,
    chunks,
    gather(rows_R, out_RW) {
      for (let i = 0, to = 0; i < rows_R.length; i++) {
        if (i % AHEAD === 0) fetch(rows_R, i, Math.min(i + AHEAD, rows_R.length));
        const chunk = chunks[rows_R[i] >> shift];
        let from = (rows_R[i] & mask) * width;
        for (const end = from + width; from < end;) out_RW[to++] = chunk[from++];
      }
    },
    scatter(rows_R, values_RW) {
      for (let i = 0, from = 0; i < rows_R.length; i++) {
        if (i % AHEAD === 0) fetch(rows_R, i, Math.min(i + AHEAD, rows_R.length));
        const chunk = chunks[rows_R[i] >> shift];
        let to = (rows_R[i] & mask) * width;
        for (const end = to + width; to < end;) chunk[to++] = values_RW[from++];
      }
    },
  };
}
