// One example, backward.
import { multiply, transpose } from '../multiply';
import { upTo2, upTo4 } from '../round-up';
import { addInto, addRowsInto } from '../row';
import { Block, hiddenStride, linearSums, partOf, queryRows } from './block';
import { addClickGradients } from './clicks';
import { normalizeRowsBack } from './normalize-rows';
import { scaleRow, spreadPositive } from './pool';
import { softmaxRowsBack } from './softmax';

/**
 * The way back of `attendExample`, step by step in reverse: the gradient to each click, and those to the weights
 * added to `sums`, which holds them in the order scores, scoreBias, value, residual, weight1, bias1, ages, positions,
 * weight2, bias2; weight2's are written by `linearBack`.
 */
export function attendExampleBack(block: Block, example: i32, sums: usize, room: usize): void {
  const length = load<i32>(block.lengths + ((<usize>example) << 2));
  if (length == 0) return;
  const width = block.width,
    hidden = block.hidden;
  const rowBytes = (<usize>width) << 2,
    hiddenBytes = (<usize>hidden) << 2,
    hiddenRow = hiddenStride(block);
  const hasSeeds = block.numSeeds > 0;
  const keys = upTo4(length),
    mostKeys = upTo4(block.historyLength),
    mostQueries = queryRows(block);
  const numQueries = hasSeeds ? block.numSeeds : length,
    rows = hasSeeds ? mostQueries : upTo2(length);
  const scoreBytes = (<usize>keys) << 2;
  const units1 = partOf(block.units1, example, mostKeys * width);
  const queries = hasSeeds ? block.scores : partOf(block.queries, example, mostQueries * width);
  const attention = partOf(block.attention, example, mostQueries * mostKeys);
  const mixed = partOf(block.mixed, example, mostQueries * width);
  const units2 = partOf(block.units2, example, mostQueries * width);

  const scoreSums = sums;
  const scoreBiasSums = scoreSums + <usize>(hasSeeds ? mostQueries : width) * rowBytes;
  const valueSums = scoreBiasSums + rowBytes;
  const residualSums = valueSums + <usize>width * rowBytes;
  const weight1Sums = residualSums + (hasSeeds ? <usize>mostQueries : 1) * rowBytes;
  const bias1Sums = weight1Sums + <usize>width * hiddenBytes;
  const ageSums = bias1Sums + hiddenBytes;

  const unitsBack = room;
  const dX1 = unitsBack + <usize>mostKeys * rowBytes;
  const dMixed = dX1 + <usize>mostQueries * rowBytes;
  const dUnits1 = dMixed + <usize>mostQueries * rowBytes;
  const dQueries = dUnits1 + <usize>mostKeys * rowBytes;
  const dScores = dQueries + <usize>mostQueries * rowBytes;
  const dPooled = dScores + ((<usize>mostQueries * <usize>mostKeys) << 2);
  const dPooledHidden = dPooled + rowBytes;
  const zeros = dPooledHidden + hiddenBytes;
  const dHidden = zeros + rowBytes;

  // X2 = MLP(LN(X1)) + X1, averaged
  const share: f32 = 1.0 / <f32>numQueries;
  const dHistory = partOf(block.dHistory, example, width);
  addInto(sums + linearSums(block) + <usize>hidden * rowBytes, dHistory, rowBytes);
  scaleRow(dHistory, share, dPooled, rowBytes);
  scaleRow(partOf(block.dPooledHidden, example, hidden), share, dPooledHidden, hiddenBytes);
  const signs = block.signs + <usize>example * <usize>mostQueries * (hiddenBytes >> 4);
  spreadPositive(dPooledHidden, signs, numQueries, hiddenBytes, dHidden, hiddenRow, bias1Sums);
  memory.fill(dHidden + <usize>numQueries * hiddenRow, 0, <usize>(rows - numQueries) * hiddenRow);
  const dUnits2 = dMixed;
  multiply(
    dHidden,
    hiddenRow,
    4,
    block.weight1Back,
    rowBytes,
    0,
    0,
    dUnits2,
    rowBytes,
    rows,
    width,
    hidden,
  );
  multiply(
    units2,
    4,
    rowBytes,
    dHidden,
    hiddenRow,
    weight1Sums,
    hiddenBytes,
    weight1Sums,
    hiddenBytes,
    width,
    hidden,
    numQueries,
  );
  const inverses2 = partOf(block.inverses2, example, mostQueries);
  normalizeRowsBack(dUnits2, units2, inverses2, dPooled, 0, dX1, numQueries, width);
  memory.fill(dX1 + <usize>numQueries * rowBytes, 0, <usize>(rows - numQueries) * rowBytes);

  // X1 = A LN(X) Wv + X
  if (hasSeeds) addRowsInto(residualSums, dX1, 1, <usize>numQueries * rowBytes);
  else addRowsInto(residualSums, dX1, numQueries, rowBytes);
  multiply(dX1, rowBytes, 4, block.valueBack, rowBytes, 0, 0, dMixed, rowBytes, rows, width, width);
  multiply(
    mixed,
    4,
    rowBytes,
    dX1,
    rowBytes,
    valueSums,
    rowBytes,
    valueSums,
    rowBytes,
    width,
    width,
    numQueries,
  );
  multiply(
    attention,
    4,
    scoreBytes,
    dMixed,
    rowBytes,
    0,
    0,
    dUnits1,
    rowBytes,
    upTo2(length),
    width,
    numQueries,
  );

  // A = softmax(queries LN(X)^T)
  transpose(units1, unitsBack, keys, width);
  multiply(
    dMixed,
    rowBytes,
    4,
    unitsBack,
    scoreBytes,
    0,
    0,
    dScores,
    scoreBytes,
    rows,
    keys,
    width,
  );
  softmaxRowsBack(attention, dScores, rows, scoreBytes);
  multiply(
    dScores,
    4,
    scoreBytes,
    queries,
    rowBytes,
    dUnits1,
    rowBytes,
    dUnits1,
    rowBytes,
    upTo2(length),
    width,
    numQueries,
  );
  if (hasSeeds) {
    multiply(
      dScores,
      scoreBytes,
      4,
      units1,
      rowBytes,
      scoreSums,
      rowBytes,
      scoreSums,
      rowBytes,
      rows,
      width,
      length,
    );
  } else {
    multiply(
      dScores,
      scoreBytes,
      4,
      units1,
      rowBytes,
      0,
      0,
      dQueries,
      rowBytes,
      rows,
      width,
      length,
    );
    multiply(
      units1,
      4,
      rowBytes,
      dQueries,
      rowBytes,
      scoreSums,
      rowBytes,
      scoreSums,
      rowBytes,
      width,
      width,
      length,
    );
    addRowsInto(scoreBiasSums, dQueries, length, rowBytes);
    multiply(
      dQueries,
      rowBytes,
      4,
      block.scoresBack,
      rowBytes,
      dUnits1,
      rowBytes,
      dUnits1,
      rowBytes,
      upTo2(length),
      width,
      width,
    );
  }

  memory.fill(zeros, 0, rowBytes);
  const dClicks = partOf(block.dClicks, example, block.historyLength * width);
  const inverses1 = partOf(block.inverses1, example, mostKeys);
  const from = hasSeeds ? zeros : dX1;
  normalizeRowsBack(
    dUnits1,
    units1,
    inverses1,
    from,
    hasSeeds ? 0 : rowBytes,
    dClicks,
    length,
    width,
  );
  addClickGradients(block, example, length, dClicks, ageSums);
}
