import type { ExampleBatch } from '../data/example-stream.ts';
import { tf } from '../engine/tf.ts';
import { KernelMemory, Scratch } from '../kernels/kernel-memory.ts';
import { createKernels } from '../kernels/kernels.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { createMlp, disposeMlpCache } from '../nn/mlp.ts';
import type { Mlp, ParameterGradient } from '../nn/mlp.ts';
import { createOptimizer } from '../nn/optimizers/index.ts';
import type { DenseOptimizer } from '../nn/optimizers/index.ts';
import type { ItemRows } from '../sid/item-rows.ts';
import { UserError } from '../util/errors.ts';
import type { Rng } from '../util/rng.ts';
import { clickLossGradient, sigmoid } from './click-loss.ts';
import { signedLog } from './dense-features.ts';
import { HISTORY_MODULES } from './history/index.ts';
import type { AttentionMap, HistoryModule, HistoryPass } from './history/history-module.ts';
import { interact, interactGradient, interactionWidth } from './interaction.ts';
import type { RankerConfig } from './ranker-config.ts';
import { BatchPlanner } from './sparse/batch-plan.ts';
import type { BatchPlan } from './sparse/batch-plan.ts';
import { EmbeddingTable } from './sparse/embedding-table.ts';
import type { TablePass } from './sparse/embedding-table.ts';

/** What the interaction joins: dense features, user history, target item. */
const NUM_VECTORS = 3;

/**
 * The simplified DLRM of the experiments (Zheng 2025, section 3): dense features through an MLP, the user
 * history module and the target item's embedding, pairwise dot products, top MLP, sigmoid.
 *
 * Sparse work (rows, sums, their gradients) runs in the kernels on the batch's distinct items; dense work
 * in the tensor engine. The backward pass is written out; there is no tape.
 */
export class Ranker {
  readonly config: RankerConfig;
  readonly table: EmbeddingTable;
  readonly optimizer: DenseOptimizer;
  readonly #kernels: Kernels;
  readonly #scratch: Scratch;
  readonly #planner: BatchPlanner;
  readonly #denseMlp: Mlp;
  readonly #history: HistoryModule;
  readonly #topMlp: Mlp;

  /** @param numDense F, dense features of the corpus */
  constructor(config: RankerConfig, itemRows: ItemRows, numDense: number, rng: Rng) {
    const { modelWidth: width, historyLength } = config;
    if (width % 4 !== 0) throw new UserError(`--model-width ${width} must be a multiple of 4`);
    this.config = config;
    const memory = new KernelMemory();
    this.#kernels = createKernels(memory);
    this.#scratch = new Scratch(memory);
    this.#planner = new BatchPlanner(itemRows, memory, this.#kernels, this.#scratch);
    const tableConfig = {
      numRows: itemRows.numRows,
      width,
      optimizer: config.tableOptimizer,
      learningRate: config.tableLearningRate,
      initialScale: config.initialScale / Math.sqrt(itemRows.tokensPerItem),
    };
    this.table = new EmbeddingTable(tableConfig, memory, this.#kernels, this.#scratch);
    this.table.initialize(rng.split('table'));
    const denseSizes = [Math.max(1, numDense), ...config.denseHidden, width];
    this.#denseMlp = createMlp('dense', denseSizes, { rng: rng.split('dense') });
    this.#history = HISTORY_MODULES[config.history]({
      width,
      historyLength,
      rng: rng.split('history'),
      kernels: this.#kernels,
      scratch: this.#scratch,
    });
    const topSizes = [interactionWidth(NUM_VECTORS, width), ...config.topHidden, 1];
    this.#topMlp = createMlp('top', topSizes, { rng: rng.split('top') });
    const { optimizer, learningRate } = config;
    this.optimizer = createOptimizer(optimizer, this.parameters, { learningRate });
  }

  /** The dense weights; the table's are in `table`. */
  get parameters(): Mlp['parameters'] {
    return [...this.#denseMlp.parameters, ...this.#history.parameters, ...this.#topMlp.parameters];
  }

  /** Click probabilities. */
  predict(batch: ExampleBatch): Float32Array {
    const forward = this.#forward(batch);
    const probability_B = sigmoid(forward.logits_B1);
    disposeForward(forward);
    return probability_B;
  }

  /** Who attends to whom in the histories of a batch; undefined where the history module has no attention. */
  attention(batch: ExampleBatch): AttentionMap | undefined {
    const forward = this.#forward(batch);
    const map = forward.history.attention?.();
    disposeForward(forward);
    return map;
  }

  /** One optimiser step on the mean cross-entropy. @returns the probabilities before the step */
  trainStep(batch: ExampleBatch): Float32Array {
    const forward = this.#forward(batch);
    const { probability_B, gradient_B1 } = clickLossGradient(forward.logits_B1, batch.label_B);
    const gradients = this.#backward(forward, gradient_B1);
    this.optimizer.apply(gradients);
    for (const { gradient } of gradients) gradient.dispose();
    disposeForward(forward);
    return probability_B;
  }

  #forward(batch: ExampleBatch): Forward {
    const { modelWidth: width } = this.config;
    const plan = this.#planner.plan(batch);
    const table = this.table.forward(plan);
    const { items_UM } = table;
    const agesMs_BT = batch.historyAgeMs_BT;

    const dense = this.#denseMlp.forward(denseTensor(batch));
    const history = this.#history.forward({
      items_UM,
      index_BT: plan.history_BT,
      lengths_B: plan.historyLength_B,
      agesMs_BT,
    });
    const target = this.#scratch.float32('targetItems', batch.size * width);
    this.#kernels.gatherRows(items_UM, plan.target_B, target, width);
    const target_BM = tf.tensor2d(target, [batch.size, width]);

    const vectors_BM = [dense.output_BO, history.history_BM, target_BM];
    const interaction_BI = interact(vectors_BM);
    const top = this.#topMlp.forward(interaction_BI);
    const logits_B1 = top.output_BO.dataSync<'float32'>();
    return {
      plan,
      table,
      dense,
      history,
      vectors_BM,
      interaction_BI,
      top,
      logits_B1,
    };
  }

  /** Updates the table and gives the dense gradients. */
  #backward(forward: Forward, gradient_B1: Float32Array): ParameterGradient[] {
    const { plan, vectors_BM } = forward;
    const { modelWidth: width } = this.config;
    const logitGradient_B1 = tf.tensor2d(gradient_B1, [gradient_B1.length, 1]);
    const top = this.#topMlp.backward(forward.top.cache, logitGradient_B1, {
      needInputGradient: true,
    });
    const interactionGradient_BI = top.dInput_BD;
    if (interactionGradient_BI === undefined) throw new Error('top MLP gave no input gradient');
    const vectorGradients_BM = interactGradient(vectors_BM, interactionGradient_BI);
    const [denseGradient_BM, historyGradient_BM, targetGradient_BM] = vectorGradients_BM;

    const itemGradient_UM = this.#scratch.float32('itemGradient', plan.numItems * width).fill(0);
    const history = forward.history.backward(historyGradient_BM, itemGradient_UM);
    const targetGradient = this.#scratch.float32('targetGradient', plan.target_B.length * width);
    targetGradient.set(targetGradient_BM.dataSync());
    this.#kernels.addRows(itemGradient_UM, plan.target_B, targetGradient, width);
    forward.table.update(itemGradient_UM);

    const dense = this.#denseMlp.backward(forward.dense.cache, denseGradient_BM, {
      needInputGradient: false,
    });
    tf.dispose([logitGradient_B1, interactionGradient_BI, ...vectorGradients_BM]);
    return [...dense.gradients, ...history, ...top.gradients];
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
    this.optimizer.dispose();
    this.#kernels.close();
  }
}

/** What the forward pass leaves for the backward pass. */
interface Forward {
  readonly plan: BatchPlan;
  readonly table: TablePass;
  readonly dense: ReturnType<Mlp['forward']>;
  readonly history: HistoryPass;
  /** dense, history, target */
  readonly vectors_BM: readonly tf.Tensor2D[];
  readonly interaction_BI: tf.Tensor2D;
  readonly top: ReturnType<Mlp['forward']>;
  readonly logits_B1: Float32Array;
}

function denseTensor(batch: ExampleBatch): tf.Tensor2D {
  const numDense = batch.dense_BF.length / batch.size;
  if (numDense === 0) return tf.zeros([batch.size, 1]);
  return tf.tensor2d(signedLog(batch.dense_BF), [batch.size, numDense]);
}

function disposeForward(forward: Forward): void {
  disposeMlpCache(forward.dense.cache);
  disposeMlpCache(forward.top.cache);
  forward.history.dispose();
  const [, , target_BM] = forward.vectors_BM;
  tf.dispose([forward.dense.cache.activations[0], target_BM, forward.interaction_BI]);
}
