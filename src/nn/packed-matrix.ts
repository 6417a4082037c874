// Products with a matrix that is laid out for the kernels.
import { filledPanels } from '../kernels/products/products-layout.ts';
import type { Workbench } from './workbench.ts';

/** A matrix of I rows and O columns in panels; valid until its room is asked for again. */
export interface PackedMatrix {
  readonly panels_IW: Float32Array;
  readonly numTerms: number;
  readonly numColumns: number;
}

/**
 * Lays out `b_IO`, or the transpose of what is given.
 *
 * @param name of the room for it
 * @param numTerms I
 */
export function packMatrix(
  { kernels, scratch }: Workbench,
  name: string,
  b_IO: Float32Array,
  numTerms: number,
  { isTransposed = false } = {},
): PackedMatrix {
  const sizes = { numTerms, numColumns: b_IO.length / numTerms };
  const panels_IW = scratch.float32(name, numTerms * filledPanels(sizes.numColumns));
  kernels.packPanels({ ...sizes, isTransposed: isTransposed ? 1 : 0, b_IO, panels_IW });
  return { ...sizes, panels_IW };
}

/** What a product may be besides a b. */
export interface ProductOptions {
  /** `a` is given as its transpose. */
  readonly isTransposed?: boolean;
  /** Added to each row. */
  readonly bias_O?: Float32Array;
  /** Below 0 becomes 0. */
  readonly hasRelu?: boolean;
  /** The output of a ReLU: where it is not above 0, the result is 0. */
  readonly behindRelu_XO?: Float32Array | undefined;
}

/**
 * out_XO = a_XI b_IO, with all arrays on the workbench. Sums in one order, whatever the rows and threads
 * (products-layout.ts).
 */
export function multiplyPacked(
  { kernels }: Workbench,
  a_XI: Float32Array,
  packed: PackedMatrix,
  out_XO: Float32Array,
  { isTransposed = false, bias_O, hasRelu = false, behindRelu_XO }: ProductOptions = {},
): void {
  kernels.multiplyPanels({
    ...packed,
    numRows: a_XI.length / packed.numTerms,
    isTransposed: isTransposed ? 1 : 0,
    hasRelu: hasRelu ? 1 : 0,
    ...{ a_XI, bias_O, behindRelu_XO, out_XO },
  });
}
