// The dense part of the ranker: a group of examples through the layers and back.
import { partOf, workspaceOf } from '../arithmetic/row.as';
import { Dlrm } from '../blocks.as';
import { interactCategories, interactCategoriesBack } from './category-interaction.as';
import { interactRow, interactRowBack } from './interaction.as';
import { backwardLayer, forwardLayer, layerAt, relu, reluBack } from './linear.as';

/** What is shared out are groups of examples; each sums its gradients to the weights on its own. */
export function dlrm(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<Dlrm>(address);
  const room = workspaceOf(block.workspace, block.workspaceLength, thread);
  for (let group = begin; group < end; group++) forwardGroup(block, group, room);
}

/**
 * A group through all layers and, when training, back. All that lies between stays in the cache.
 *
 * The room holds, one behind the other: the outputs of the dense layers, the interaction, the outputs of the top
 * layers, and two arrays for gradients as wide as the widest of them.
 */
function forwardGroup(block: Dlrm, group: i32, room: usize): void {
  const first = group * block.groupSize;
  const numExamples = min(block.groupSize, block.numExamples - first);
  const widthBytes = (<usize>block.width) << 2;
  const numLayers = block.numLayers;
  const features = partOf(block.features_BF, first, block.numFeatures);
  const history = block.history_BM + <usize>first * widthBytes;
  const target = block.target_BM + <usize>first * widthBytes;
  const categories = block.categories_CBM + <usize>first * widthBytes;
  const stride = <usize>block.numExamples * widthBytes;

  let input = features,
    at = room,
    widest = 0;
  for (let i = 0; i < numLayers; i++) {
    const layer = layerAt(block.layers_L, i);
    if (i == block.numDenseLayers) {
      const dense = input;
      const interactionBytes = (<usize>layer.numInputs) << 2;
      input = at;
      for (let row: usize = 0; row < <usize>numExamples; row++) {
        const o = row * widthBytes;
        const out = input + row * interactionBytes;
        interactRow(dense + o, history + o, target + o, out, widthBytes);
        if (block.numCategories == 0) continue;
        interactCategories(
          dense + o,
          history + o,
          target + o,
          categories + o,
          stride,
          block.numCategories,
          out + widthBytes + 12,
          out + interactionBytes,
          widthBytes,
        );
      }
      at += <usize>block.groupSize * interactionBytes;
      widest = max(widest, layer.numInputs);
    }
    forwardLayer(layer, input, at, numExamples);
    if (i != block.numDenseLayers - 1 && i != numLayers - 1)
      relu(at, numExamples * layer.numOutputs);
    input = at;
    at += (<usize>block.groupSize * <usize>layer.numOutputs) << 2;
    widest = max(widest, max(layer.numInputs, layer.numOutputs));
  }

  const logitBytes = (<usize>layerAt(block.layers_L, numLayers - 1).numOutputs) << 2;
  const gradient = at;
  memory.fill(gradient, 0, <usize>numExamples * logitBytes);
  for (let row: usize = 0; row < <usize>numExamples; row++) {
    const b = (<usize>first + row) << 2;
    const probability = <f32>(1.0 / (1.0 + Math.exp(-(<f64>load<f32>(input + row * logitBytes)))));
    store<f32>(block.probabilities_B + b, probability);
    store<f32>(
      gradient + row * logitBytes,
      (probability - load<f32>(block.labels_B + b)) / <f32>block.numExamples,
    );
  }
  if (block.sums_GP != 0) {
    backwardGroup(
      block,
      group,
      numExamples,
      input,
      gradient,
      gradient + ((<usize>block.groupSize * <usize>widest) << 2),
    );
  }
}

/** The way back. @param output of the last layer; @param gradient to it; @param other room for the next one */
function backwardGroup(
  block: Dlrm,
  group: i32,
  numExamples: i32,
  output: usize,
  gradient: usize,
  other: usize,
): void {
  const first = group * block.groupSize;
  const widthBytes = (<usize>block.width) << 2;
  const sums = partOf(block.sums_GP, group, block.sumsLength);
  const features = partOf(block.features_BF, first, block.numFeatures);
  const offset = <usize>first * widthBytes;
  const history = block.history_BM + offset,
    target = block.target_BM + offset,
    categories = block.categories_CBM + offset;
  const stride = <usize>block.numExamples * widthBytes;
  const last = block.numLayers - 1;
  for (let i = last; i >= 0; i--) {
    const layer = layerAt(block.layers_L, i);
    const groupBytes = (<usize>block.groupSize) << 2;
    const input: usize = i == 0 ? features : output - groupBytes * <usize>layer.numInputs;
    if (i != block.numDenseLayers - 1 && i != last)
      reluBack(gradient, output, numExamples * layer.numOutputs);
    backwardLayer(layer, input, gradient, numExamples, sums, i == 0 ? 0 : other);
    const spent = gradient;
    gradient = other;
    other = spent;
    output = input;
    if (i != block.numDenseLayers) continue;
    const interactionBytes = (<usize>layer.numInputs) << 2;
    const dense = output - groupBytes * <usize>block.width;
    for (let row: usize = 0; row < <usize>numExamples; row++) {
      const o = row * widthBytes;
      interactRowBack(
        dense + o,
        history + o,
        target + o,
        gradient + row * interactionBytes,
        other + o,
        block.dHistory_BM + offset + o,
        block.dTarget_BM + offset + o,
        widthBytes,
      );
      if (block.numCategories == 0) continue;
      interactCategoriesBack(
        dense + o,
        history + o,
        target + o,
        categories + o,
        stride,
        block.numCategories,
        gradient + row * interactionBytes + widthBytes + 12,
        other + o,
        block.dHistory_BM + offset + o,
        block.dTarget_BM + offset + o,
        block.dCategories_CBM + offset + o,
        widthBytes,
      );
    }
    const crossed = gradient;
    gradient = other;
    other = crossed;
    output = dense;
  }
}
