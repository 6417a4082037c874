// One example, forward.
import { multiply, transpose } from '../multiply';
import { upTo2, upTo4 } from '../round-up';
import { addInto, addRowsInto } from '../row';
import { Block, hiddenStride, partOf, queryRows } from './block';
import { embedClicks } from './clicks';
import { normalizeRows } from './normalize-rows';
import { addRowToAll, scaleRow, sumPositive } from './pool';
import { softmaxRows } from './softmax';

/**
 * One example through the block: from its clicks to the means of the hidden layer and of X1, the latter with bias2 and
 * where its history will be. Clicks that are not
 * there take no part: an example's matrices have as many rows as it has clicks, or one more.
 *
 * @param weight1 a copy with rows `hiddenStride` apart
 */
export function attendExample(block: Block, example: i32, weight1: usize, room: usize): void {
  const width = block.width,
    hidden = block.hidden;
  const rowBytes = (<usize>width) << 2,
    hiddenBytes = (<usize>hidden) << 2,
    hiddenRow = hiddenStride(block);
  const pooled = partOf(block.history, example, width);
  const pooledHidden = partOf(block.pooledHidden, example, hidden);
  const length = load<i32>(block.lengths + ((<usize>example) << 2));
  memory.fill(pooled, 0, rowBytes);
  memory.fill(pooledHidden, 0, hiddenBytes);
  if (length == 0) return;

  const hasSeeds = block.numSeeds > 0;
  const keys = upTo4(length),
    mostKeys = upTo4(block.historyLength),
    mostQueries = queryRows(block);
  const numQueries = hasSeeds ? block.numSeeds : length,
    rows = hasSeeds ? mostQueries : upTo2(length);
  const scoreBytes = (<usize>keys) << 2;
  const units1 = partOf(block.units1, example, mostKeys * width);
  const attention = partOf(block.attention, example, mostQueries * mostKeys);
  const mixed = partOf(block.mixed, example, mostQueries * width);
  const units2 = partOf(block.units2, example, mostQueries * width);
  const unitsBack = room;
  const x = unitsBack + <usize>mostKeys * rowBytes;
  const h = x + <usize>max(mostKeys, mostQueries) * rowBytes;

  embedClicks(block, example, length, x);
  normalizeRows(x, units1, partOf(block.inverses1, example, mostKeys), keys, width);
  transpose(units1, unitsBack, keys, width);
  let queries = block.scores;
  if (!hasSeeds) {
    queries = partOf(block.queries, example, mostQueries * width);
    multiply(
      units1,
      rowBytes,
      4,
      block.scores,
      rowBytes,
      block.scoreBias,
      0,
      queries,
      rowBytes,
      rows,
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
    rows,
    keys,
    width,
  );
  softmaxRows(attention, rows, length, scoreBytes);
  multiply(attention, scoreBytes, 4, units1, rowBytes, 0, 0, mixed, rowBytes, rows, width, length);
  if (!hasSeeds) addRowToAll(block.residual, x, rows, rowBytes);
  const from = hasSeeds ? block.residual : x;
  multiply(
    mixed,
    rowBytes,
    4,
    block.value,
    rowBytes,
    from,
    rowBytes,
    x,
    rowBytes,
    rows,
    width,
    width,
  );

  normalizeRows(x, units2, partOf(block.inverses2, example, mostQueries), rows, width);
  multiply(
    units2,
    rowBytes,
    4,
    weight1,
    hiddenRow,
    block.bias1,
    0,
    h,
    hiddenRow,
    rows,
    hidden,
    width,
  );
  const share: f32 = 1.0 / <f32>numQueries;
  addRowsInto(pooled, x, numQueries, rowBytes);
  scaleRow(pooled, share, pooled, rowBytes);
  addInto(pooled, block.bias2, rowBytes);
  const signs = block.signs + <usize>example * <usize>mostQueries * (hiddenBytes >> 4);
  sumPositive(h, hiddenRow, numQueries, hiddenBytes, pooledHidden, signs);
  scaleRow(pooledHidden, share, pooledHidden, hiddenBytes);
}
