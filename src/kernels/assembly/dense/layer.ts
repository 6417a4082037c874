// A linear layer and ReLU.
import { multiply } from '../multiply';
import { upTo2 } from '../round-up';
import { addRowsInto } from '../row';

/**
 * A linear layer: addresses and counts, in the order in which dense-kernels.ts writes them. Widths are multiples of 4:
 * what is added to a width has weights of 0.
 */
@unmanaged
export class Layer {
  numInputs: i32;
  numOutputs: i32;
  /** inputs x outputs */
  weight: usize;
  /** outputs x inputs */
  weightBack: usize;
  bias: usize;
  /** Floats from the beginning of a group's sums to this layer's: weight, then bias. */
  sumsOffset: i32;
}

/** Bytes from one layer to the next. */
export const LAYER_BYTES: usize = 24;

/** @inline */
export function layerAt(layers: usize, i: i32): Layer {
  return changetype<Layer>(layers + <usize>i * LAYER_BYTES);
}

/** out = x W + b. Rows are an even number. */
export function forwardLayer(layer: Layer, x: usize, out: usize, rows: i32): void {
  const inBytes = (<usize>layer.numInputs) << 2,
    outBytes = (<usize>layer.numOutputs) << 2;
  multiply(
    x,
    inBytes,
    4,
    layer.weight,
    outBytes,
    layer.bias,
    0,
    out,
    outBytes,
    rows,
    layer.numOutputs,
    layer.numInputs,
  );
}

/**
 * The gradients to W and b, written to the group's sums; and that to x where `dx` is not 0.
 *
 * @param numExamples rows that count; `dx` gets one more where they are an odd number
 */
export function backwardLayer(
  layer: Layer,
  x: usize,
  dOut: usize,
  numExamples: i32,
  sums: usize,
  dx: usize,
): void {
  const inBytes = (<usize>layer.numInputs) << 2,
    outBytes = (<usize>layer.numOutputs) << 2;
  const dWeight = sums + ((<usize>layer.sumsOffset) << 2);
  const dBias = dWeight + <usize>layer.numInputs * outBytes;
  multiply(
    x,
    4,
    inBytes,
    dOut,
    outBytes,
    0,
    0,
    dWeight,
    outBytes,
    layer.numInputs,
    layer.numOutputs,
    numExamples,
  );
  memory.fill(dBias, 0, outBytes);
  addRowsInto(dBias, dOut, numExamples, outBytes);
  if (dx == 0) return;
  multiply(
    dOut,
    outBytes,
    4,
    layer.weightBack,
    inBytes,
    0,
    0,
    dx,
    inBytes,
    upTo2(numExamples),
    layer.numInputs,
    layer.numOutputs,
  );
}

/** values = max(values, 0); what is no number stays so. */
export function relu(values: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (const end = values + ((<usize>count) << 2); values < end; values += 16) {
    v128.store(values, f32x4.pmax(v128.load(values), zero));
  }
}

/** The gradient before a ReLU, in place: 0 where the output is not above 0. */
export function reluBack(gradient: usize, output: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (const end = gradient + ((<usize>count) << 2); gradient < end; gradient += 16) {
    v128.store(gradient, v128.and(v128.load(gradient), f32x4.gt(v128.load(output), zero)));
    output += 16;
  }
}
