// One example through an attention block, forward.
import { Attention } from '../blocks.as';
import { multiply, transpose } from '../arithmetic/multiply.as';
import { upTo4 } from '../arithmetic/round-up.as';
import { addInto, addRowsInto, partOf } from '../arithmetic/row.as';
import { embedClicks } from './embed-clicks.as';
import { normalizeRows } from './layer-norm.as';
import { addRowToAll, hiddenStride, scaleRow, sumPositive } from './pool.as';
import { softmaxRows } from './softmax.as';

/**
 * One example through the block: from its clicks to the mean of the hidden layer, and to the mean of X1 with bias2 where
 * its history will be. Clicks that are not there take no part: an example's matrices have as many rows as it has clicks.
 *
 * @param weight1 a copy with rows `hiddenStride` apart
 */
export function attendExample(block: Attention, example: i32, weight1: usize, room: usize): void {
  const width = block.width,
    hidden = block.hidden;
  const rowBytes = (<usize>width) << 2,
    hiddenBytes = (<usize>hidden) << 2,
    hiddenRow = hiddenStride(block);
  const pooled = partOf(block.history_BM, example, width);
  const pooledHidden = partOf(block.pooledHidden_BF, example, hidden);
  const length = load<i32>(block.lengths_B + ((<usize>example) << 2));
  memory.fill(pooled, 0, rowBytes);
  memory.fill(pooledHidden, 0, hiddenBytes);
  if (length == 0) return;

  const hasSeeds = block.numSeeds > 0;
  const keys = upTo4(length),
    mostKeys = block.mostKeys,
    mostQueries = block.mostQueries;
  const numQueries = hasSeeds ? block.numSeeds : length;
  const scoreBytes = (<usize>keys) << 2;
  const units1 = partOf(block.units1_BKM, example, mostKeys * width);
  const attention = partOf(block.attention_BQK, example, mostQueries * mostKeys);
  const mixed = partOf(block.mixed_BQM, example, mostQueries * width);
  const units2 = partOf(block.units2_BQM, example, mostQueries * width);
  const unitsBack = room;
  const x = unitsBack + <usize>mostKeys * rowBytes;
  const h = x + <usize>max(mostKeys, mostQueries) * rowBytes;

  embedClicks(block, example, length, x);
  normalizeRows(x, units1, partOf(block.inverses1_BK, example, mostKeys), keys, width);
  transpose(units1, unitsBack, keys, width);
  let queries = block.scores_XM;
  if (!hasSeeds) {
    queries = partOf(block.queries_BWM, example, block.keptQueries * width);
    multiply(
      units1,
      rowBytes,
      4,
      block.scores_XM,
      rowBytes,
      block.scoreBias_M,
      0,
      queries,
      rowBytes,
      numQueries,
      width,
      width,
    );
  }
  multiply(
    queries,
    rowBytes,
    4,
    unitsBack,
    scoreBytes,
    0,
    0,
    attention,
    scoreBytes,
    numQueries,
    keys,
    width,
  );
  softmaxRows(attention, numQueries, length, scoreBytes);
  multiply(
    attention,
    scoreBytes,
    4,
    units1,
    rowBytes,
    0,
    0,
    mixed,
    rowBytes,
    numQueries,
    width,
    length,
  );
  if (!hasSeeds) addRowToAll(block.residual_RM, x, numQueries, rowBytes);
  const from = hasSeeds ? block.residual_RM : x;
  multiply(
    mixed,
    rowBytes,
    4,
    block.value_MM,
    rowBytes,
    from,
    rowBytes,
    x,
    rowBytes,
    numQueries,
    width,
    width,
  );

  normalizeRows(x, units2, partOf(block.inverses2_BQ, example, mostQueries), numQueries, width);
  multiply(
    units2,
    rowBytes,
    4,
    weight1,
    hiddenRow,
    block.bias1_F,
    0,
    h,
    hiddenRow,
    numQueries,
    hidden,
    width,
  );
  const share: f32 = 1.0 / <f32>numQueries;
  addRowsInto(pooled, x, numQueries, rowBytes);
  scaleRow(pooled, share, pooled, rowBytes);
  addInto(pooled, block.bias2_M, rowBytes);
  const signs = block.signs_BQC + <usize>example * <usize>mostQueries * (hiddenBytes >> 4);
  sumPositive(h, hiddenRow, numQueries, hiddenBytes, pooledHidden, signs);
  scaleRow(pooledHidden, share, pooledHidden, hiddenBytes);
}
