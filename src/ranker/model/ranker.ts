// Forward and backward pass.
import type { ExampleBatch } from '../../data/example-stream.ts';
import { KernelMemory } from '../../kernels/kernel-memory.ts';
import { createKernels } from '../../kernels/kernels.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import { Scratch } from '../../kernels/scratch.ts';
import { createOptimizer } from '../../nn/optimizers/optimizers.ts';
import type { Optimizer } from '../../nn/optimizers/optimizers.ts';
import type { Parameter } from '../../nn/parameter.ts';
import type { CategoryRows } from '../../sid/category-rows.ts';
import type { ItemRows } from '../../sid/item-rows.ts';
import { setting, UserError } from '../../util/errors.ts';
import type { Rng } from '../../util/rng.ts';
import { writeSignedLog } from './dense-features.ts';
import { createDlrm } from './dlrm.ts';
import type { Dlrm, DlrmInput } from './dlrm.ts';
import { HISTORY_MODULES } from '../history/history-modules.ts';
import type { AttentionMap, HistoryModule, HistoryPass } from '../history/history-module.ts';
import type { RankerConfig } from './ranker-config.ts';
import { BatchPlanner } from '../sparse/batch-plan.ts';
import type { BatchPlan } from '../sparse/batch-plan.ts';
import { CategoryTables } from '../sparse/category-tables.ts';
import type { CategoryPass } from '../sparse/category-tables.ts';
import { EmbeddingTable } from '../sparse/embedding-table.ts';
import type { TablePass } from '../sparse/embedding-table.ts';
import { nameRows } from '../sparse/named-rows.ts';
import type { NamedRows } from '../sparse/named-rows.ts';
import { fitsKernelMemory } from '../sparse/row-store.ts';
import { floatsOfRow } from '../sparse/table-optimizer.ts';

/**
 * The simplified DLRM of the experiments (Zheng 2025, section 3): dense features through an MLP, the user
 * history module, the target item's embedding and those of its categories, pairwise dot products, top MLP, sigmoid.
 *
 * Sparse work (rows, sums, their gradients) is done on the batch's distinct items. The backward pass is written
 * out; there is no autograd.
 */
export class Ranker {
  readonly config: RankerConfig;
  readonly table: EmbeddingTable;
  readonly optimizer: Optimizer;
  readonly #kernels: Kernels;
  readonly #scratch: Scratch;
  readonly #planner: BatchPlanner;
  readonly #history: HistoryModule;
  readonly #categories: CategoryTables;
  readonly #dlrm: Dlrm;

  /** @param numDense F, dense features of the corpus; @param categories of the items, those that take part */
  constructor(
    config: RankerConfig,
    itemRows: ItemRows,
    numDense: number,
    rng: Rng,
    categories: readonly CategoryRows[] = [],
  ) {
    const { modelWidth: width, historyLength } = config;
    if (width % 4 !== 0)
      throw new UserError(`${setting('modelWidth')} ${width} must be a multiple of 4`);
    this.config = config;
    const memory = new KernelMemory();
    this.#kernels = createKernels(memory);
    const scratch = new Scratch(memory);
    this.#scratch = scratch.part('ranker');
    const numFloats = itemRows.numRows * floatsOfRow(width, config.tableOptimizer);
    const rows: ItemRows & Partial<NamedRows> = fitsKernelMemory(numFloats, memory)
      ? itemRows
      : nameRows(itemRows);
    this.#planner = new BatchPlanner(rows, memory, this.#kernels, scratch.part('plan'));
    const { tokensPerItem: J } = itemRows;
    const { tableLearningRate, tableRatePer } = config;
    const tableConfig = {
      name: 'table',
      numRows: rows.numRows,
      row_R: rows.row_R,
      width,
      optimizer: config.tableOptimizer,
      learningRate: tableRatePer === 'item' ? tableLearningRate / J : tableLearningRate,
      initialScale: config.initialScale / Math.sqrt(J),
    };
    this.table = new EmbeddingTable(tableConfig, memory, this.#kernels, scratch.part('table'));
    this.table.initialize(rng.split('table'));
    this.#categories = new CategoryTables(
      categories,
      {
        ...{ width, optimizer: config.tableOptimizer, learningRate: tableLearningRate },
        initialScale: config.initialScale,
      },
      {
        ...{ rng: rng.split('categories'), memory, kernels: this.#kernels },
        scratch: scratch.part('categories'),
      },
    );
    this.#history = HISTORY_MODULES[config.history].create({
      width,
      historyLength,
      rng: rng.split('history'),
      kernels: this.#kernels,
      scratch: scratch.part('history'),
    });
    const { denseHidden, topHidden } = config;
    this.#dlrm = createDlrm(
      { numDense, width, numCategories: categories.length, denseHidden, topHidden },
      { rng, kernels: this.#kernels, scratch: scratch.part('dlrm') },
    );
    const { optimizer, learningRate } = config;
    this.optimizer = createOptimizer(optimizer, this.parameters, { learningRate });
  }

  /** The dense weights; the table's are in `table`. */
  get parameters(): readonly Parameter[] {
    return [...this.#dlrm.parameters, ...this.#history.parameters];
  }

  /** All tables: that of the items, then those of their categories. */
  get tables(): readonly EmbeddingTable[] {
    return [this.table, ...this.#categories.tables];
  }

  /** Click probabilities. */
  predict(batch: ExampleBatch): Float32Array {
    const { input } = this.#embed(batch);
    return this.#dlrm.predict(batch.size, input);
  }

  /** Who attends to whom in the histories of a batch; undefined where the history module has no attention. */
  attention(batch: ExampleBatch): AttentionMap | undefined {
    return this.#embed(batch).history.attention?.();
  }

  /** One optimizer step on the mean cross-entropy. @returns the probabilities before the step */
  trainStep(batch: ExampleBatch): Float32Array {
    const { modelWidth: width } = this.config;
    const { plan, table, history, categories, input } = this.#embed(batch);
    const dense = this.#dlrm.train(batch.label_B, input);
    const itemGradient_UM = this.#scratch.float32('itemGradient', plan.numItems * width).fill(0);
    const ofHistory = history.backward(dense.historyGradient_BM, itemGradient_UM);
    this.#kernels.addRows({
      width,
      target_HM: itemGradient_UM,
      values_UM: dense.targetGradient_BM,
      index_UJ: plan.target_B,
    });
    table.update(itemGradient_UM);
    categories.update(dense.categoriesGradient_CBM);
    this.optimizer.apply([...dense.gradients, ...ofHistory]);
    return dense.probability_B;
  }

  /** What the dense part takes: dense features, the vectors of the history, the target item and its categories. */
  #embed(batch: ExampleBatch): Embedded {
    const { modelWidth: width } = this.config;
    const plan = this.#planner.plan(batch);
    const table = this.table.forward(plan);
    const { items_UM } = table;
    const history = this.#history.forward({
      items_UM,
      index_BT: plan.history_BT,
      lengths_B: plan.historyLength_B,
      agesMs_BT: batch.historyAgeMs_BT,
    });
    const target_BM = this.#scratch.float32('targetItems', batch.size * width);
    const items = { width, table_HM: items_UM, rows_R: plan.target_B };
    this.#kernels.gatherRows({ ...items, out_RM: target_BM });
    const { features_BF, stride } = this.#dlrm.featureRows(batch.size);
    writeSignedLog(batch.dense_BF, batch.size, features_BF, stride);
    const categories = this.#categories.forward(batch.itemIndex_B);
    const { history_BM } = history;
    const { categories_CBM } = categories;
    const input = { features_BF, history_BM, target_BM, categories_CBM };
    return { plan, table, history, categories, input };
  }

  dispose(): void {
    this.#kernels.close();
  }
}

/** What the dense part takes of a batch, and what the way back needs. */
interface Embedded {
  readonly plan: BatchPlan;
  readonly table: TablePass;
  readonly history: HistoryPass;
  readonly categories: CategoryPass;
  readonly input: DlrmInput;
}
