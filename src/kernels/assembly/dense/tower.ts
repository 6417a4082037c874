// A group up the tower and down again.
import { upTo2 } from '../round-up';
import { interactRow, interactRowBack } from './interaction';
import { backwardLayer, forwardLayer, layerAt, relu, reluBack } from './layer';

/** What the tower works on, in the order in which dense-kernels.ts writes it. click-tower.ts explains each. */
@unmanaged
class Tower {
  numExamples: i32;
  groupSize: i32;
  width: i32;
  /** Layers of the dense MLP; those of the top MLP come behind them. */
  numDense: i32;
  numTop: i32;
  isTraining: i32;
  sumsLength: i32;
  roomLength: i32;
  layers: usize;
  features: usize;
  history: usize;
  target: usize;
  labels: usize;
  probabilities: usize;
  dHistory: usize;
  dTarget: usize;
  sums: usize;
  room: usize;
}

/** Places of this job are groups of examples; each sums its gradients to the weights in places of its own. */
export function climb(address: usize, begin: i32, end: i32, thread: i32): void {
  const tower = changetype<Tower>(address);
  const room = tower.room + ((<usize>thread * <usize>tower.roomLength) << 2);
  for (let group = begin; group < end; group++) climbGroup(tower, group, room);
}

/**
 * A group through the tower and, when training, back. All that lies between stays in the cache.
 *
 * The room holds, one behind the other: the outputs of the dense layers, the interaction, the outputs of the top
 * layers, and two arrays for gradients as wide as the widest of them.
 */
function climbGroup(tower: Tower, group: i32, room: usize): void {
  const first = group * tower.groupSize;
  const numExamples = min(tower.groupSize, tower.numExamples - first);
  const rows = upTo2(numExamples);
  const widthBytes = (<usize>tower.width) << 2;
  const numLayers = tower.numDense + tower.numTop;
  const features =
    tower.features + ((<usize>first * <usize>layerAt(tower.layers, 0).numInputs) << 2);
  const history = tower.history + <usize>first * widthBytes;
  const target = tower.target + <usize>first * widthBytes;

  let input = features,
    at = room,
    widest = 0;
  for (let i = 0; i < numLayers; i++) {
    const layer = layerAt(tower.layers, i);
    if (i == tower.numDense) {
      const dense = input;
      const interactionBytes = (<usize>layer.numInputs) << 2;
      input = at;
      for (let row: usize = 0; row < <usize>numExamples; row++) {
        const o = row * widthBytes;
        interactRow(dense + o, history + o, target + o, input + row * interactionBytes, widthBytes);
      }
      at += <usize>tower.groupSize * interactionBytes;
      widest = max(widest, layer.numInputs);
    }
    forwardLayer(layer, input, at, rows);
    if (i != tower.numDense - 1 && i != numLayers - 1) relu(at, rows * layer.numOutputs);
    input = at;
    at += (<usize>tower.groupSize * <usize>layer.numOutputs) << 2;
    widest = max(widest, max(layer.numInputs, layer.numOutputs));
  }

  const logitBytes = (<usize>layerAt(tower.layers, numLayers - 1).numOutputs) << 2;
  const gradient = at;
  memory.fill(gradient, 0, <usize>rows * logitBytes);
  for (let row: usize = 0; row < <usize>numExamples; row++) {
    const b = (<usize>first + row) << 2;
    const probability = <f32>(1.0 / (1.0 + Math.exp(-(<f64>load<f32>(input + row * logitBytes)))));
    store<f32>(tower.probabilities + b, probability);
    store<f32>(
      gradient + row * logitBytes,
      (probability - load<f32>(tower.labels + b)) / <f32>tower.numExamples,
    );
  }
  if (tower.isTraining) {
    climbDown(
      tower,
      group,
      numExamples,
      input,
      gradient,
      gradient + ((<usize>tower.groupSize * <usize>widest) << 2),
    );
  }
}

/** The way back. @param output of the last layer; @param gradient to it; @param other room for the next one */
function climbDown(
  tower: Tower,
  group: i32,
  numExamples: i32,
  output: usize,
  gradient: usize,
  other: usize,
): void {
  const first = group * tower.groupSize;
  const widthBytes = (<usize>tower.width) << 2;
  const sums = tower.sums + ((<usize>group * <usize>tower.sumsLength) << 2);
  const features =
    tower.features + ((<usize>first * <usize>layerAt(tower.layers, 0).numInputs) << 2);
  const offset = <usize>first * widthBytes;
  const history = tower.history + offset,
    target = tower.target + offset;
  const last = tower.numDense + tower.numTop - 1;
  for (let i = last; i >= 0; i--) {
    const layer = layerAt(tower.layers, i);
    const groupBytes = (<usize>tower.groupSize) << 2;
    const input: usize = i == 0 ? features : output - groupBytes * <usize>layer.numInputs;
    if (i != tower.numDense - 1 && i != last)
      reluBack(gradient, output, numExamples * layer.numOutputs);
    backwardLayer(layer, input, gradient, numExamples, sums, i == 0 ? 0 : other);
    const spent = gradient;
    gradient = other;
    other = spent;
    output = input;
    if (i != tower.numDense) continue;
    const interactionBytes = (<usize>layer.numInputs) << 2;
    const dense = output - groupBytes * <usize>tower.width;
    for (let row: usize = 0; row < <usize>numExamples; row++) {
      const o = row * widthBytes;
      interactRowBack(
        dense + o,
        history + o,
        target + o,
        gradient + row * interactionBytes,
        other + o,
        tower.dHistory + offset + o,
        tower.dTarget + offset + o,
        widthBytes,
      );
    }
    const crossed = gradient;
    gradient = other;
    other = crossed;
    output = dense;
  }
}
