// All weights of a trained ranker under PyTorch's names.
import type { TensorToStore } from '../../artifacts/write-safetensors.ts';
import type { LoadedRanker } from '../../ranker/model/saved-ranker.ts';
import type { EmbeddingTable } from '../../ranker/sparse/embedding-table.ts';
import { nameRows } from '../../ranker/sparse/named-rows.ts';
import { toTorch } from './torch-names.ts';

/**
 * The tables (views, no copies), the rows of each item in them, and the dense weights; optimizers' memory stays behind.
 *
 *     table.weight [H, M], item_rows [N, J]; categories.i.weight [H_i, M], category_rows [N, categories]; dense.*, top.*, history.*
 */
export function rankerTensors({
  ranker,
  itemRows,
  categories,
}: LoadedRanker): ReadonlyMap<string, TensorToStore> {
  const [itemTable, ...categoryTables] = ranker.tables;
  // Of a large table only the rows that some item names were kept.
  const { rows_NJ, tokensPerItem: J } =
    itemTable.config.row_R === undefined ? itemRows : nameRows(itemRows);
  const N = rows_NJ.length / J;
  const C = categories.length;
  const categoryRows_NC = new Int32Array(N * C);
  categories.forEach(({ rows_N }, c) => {
    rows_N.forEach((row, item) => (categoryRows_NC[item * C + c] = row));
  });
  const dense = ranker.parameters.map(({ name, shape, ...parameter }) => {
    const [torchName, tensor] = toTorch(name, shape, parameter.values);
    return [torchName, { dtype: 'F32', shape: tensor.shape, parts: [tensor.values] }] as const;
  });
  return new Map<string, TensorToStore>([
    ['table.weight', storeTable(itemTable)],
    ['item_rows', { dtype: 'I32', shape: [N, J], parts: [rows_NJ] }],
    ...categoryTables.map((table, c) => [`categories.${c}.weight`, storeTable(table)] as const),
    ['category_rows', { dtype: 'I32', shape: [N, C], parts: [categoryRows_NC] }],
    ...dense,
  ]);
}

function storeTable(table: EmbeddingTable): TensorToStore {
  const { name, numRows, width } = table.config;
  const parts = [...table.tensors()]
    .filter(([tensor]) => tensor === `${name}.weights` || tensor.startsWith(`${name}.weights.`))
    .map(([, { values }]) => values);
  return { dtype: 'F32', shape: [numRows, width], parts };
}
