import { expect, test } from 'vitest';
import { KernelMemory } from '../../../src/kernels/kernel-memory.ts';
import { Scratch } from '../../../src/kernels/scratch.ts';
import { createKernels } from '../../../src/kernels/kernels.ts';
import { BatchPlanner } from '../../../src/ranker/sparse/batch-plan.ts';
import { EmbeddingTable } from '../../../src/ranker/sparse/embedding-table.ts';
import { Rng } from '../../../src/util/rng.ts';

const [ITEMS, TOKENS, ROWS, WIDTH, B, T] = [200, 3, 90, 20, 16, 7];

/** Three steps of a table. @param takenBytes of the kernels' memory, before the table is laid out */
function trainTable(optimizer: 'adagrad' | 'row-wise-adagrad', takenBytes: number): number[][] {
  const memory = new KernelMemory();
  memory.float32(takenBytes / 4);
  const [kernels, scratch] = [createKernels(memory), new Scratch(memory)];
  const rng = Rng.fromSeed(3);
  const draw = (count: number, limit: number): Int32Array =>
    Int32Array.from({ length: count }, () => rng.int(limit));
  const config = {
    name: 'table',
    numRows: ROWS,
    width: WIDTH,
    optimizer,
    learningRate: 0.1,
    initialScale: 1,
  };
  const table = new EmbeddingTable(config, memory, kernels, scratch);
  table.initialize(rng.split('table'));
  const itemRows = { embed: 'prefix' as const, rows_NJ: draw(ITEMS * TOKENS, ROWS) };
  const rowsOfItems = { ...itemRows, tokensPerItem: TOKENS, numRows: ROWS };
  const planner = new BatchPlanner(rowsOfItems, memory, kernels, scratch);
  const results: number[][] = [];
  for (let step = 0; step < 3; step++) {
    const batch = { size: B, itemIndex_B: draw(B, ITEMS), history_BT: draw(B * T, ITEMS) };
    const plan = planner.plan({ ...batch, historyLength_B: draw(B, T + 1) });
    const pass = table.forward(plan);
    results.push([...pass.items_UM]);
    const gradient_UM = scratch.float32('gradient', pass.items_UM.length);
    for (let i = 0; i < gradient_UM.length; i++) gradient_UM[i] = rng.normal();
    pass.update(gradient_UM);
  }
  return [...results, ...[...table.tensors().values()].map(({ values }) => [...values])];
}

test.each(['adagrad', 'row-wise-adagrad'] as const)(
  'a table in the kernels memory and one beside it give the same bits, %s',
  (optimizer) => {
    const room = 4 * 2 ** 30 - 1.5e9;
    expect(trainTable(optimizer, 0)).toEqual(trainTable(optimizer, Math.floor(room / 4) * 4));
  },
);
