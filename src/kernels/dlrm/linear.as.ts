// A linear layer and ReLU.
import { multiply } from '../arithmetic/multiply.as';
import { addRowsInto } from '../arithmetic/row.as';
import { Linear } from '../blocks.as';

/** @param layers addresses @inline */
export function layerAt(layers: usize, i: i32): Linear {
  return changetype<Linear>(load<usize>(layers + ((<usize>i) << 2)));
}

/** out = x W + b */
export function forwardLayer(layer: Linear, x: usize, out: usize, rows: i32): void {
  const inBytes = (<usize>layer.numInputs) << 2,
    outBytes = (<usize>layer.numOutputs) << 2;
  multiply(
    x,
    inBytes,
    4,
    layer.weight_IO,
    outBytes,
    layer.bias_O,
    0,
    out,
    outBytes,
    rows,
    layer.numOutputs,
    layer.numInputs,
  );
}

/**
 * The gradients to W and b, written to the group's sums; and that to x where `dx` is not 0. */
export function backwardLayer(
  layer: Linear,
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
    layer.weightTransposed_OI,
    inBytes,
    0,
    0,
    dx,
    inBytes,
    numExamples,
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
