// One example through an attention block, backward.
import { Attention } from '../blocks.as';
import { multiply, transpose } from '../arithmetic/multiply.as';
import { upTo4 } from '../arithmetic/round-up.as';
import { addInto, addRowsInto, partOf } from '../arithmetic/row.as';
import { addClickGradients } from './embed-clicks.as';
import { normalizeRowsBack } from './layer-norm.as';
import { hiddenStride, scaleRow, spreadPositive } from './pool.as';
import { softmaxRowsBack } from './softmax.as';

/**
 * The way back of `attendExample`, step by step in reverse: the gradient to each click, and those to the weights
 * added to the group's `sums`, but for weight2's, which `linearBack` writes.
 */
export function attendExampleBack(block: Attention, example: i32, sums: usize, room: usize): void {
  const length = load<i32>(block.lengths_B + ((<usize>example) << 2));
  if (length == 0) return;
  const width = block.width,
    hidden = block.hidden;
  const rowBytes = (<usize>width) << 2,
    hiddenBytes = (<usize>hidden) << 2,
    hiddenRow = hiddenStride(block);
  const hasSeeds = block.numSeeds > 0;
  const keys = upTo4(length),
    mostKeys = block.mostKeys,
    mostQueries = block.mostQueries;
  const numQueries = hasSeeds ? block.numSeeds : length;
  const scoreBytes = (<usize>keys) << 2;
  const units1 = partOf(block.units1_BKM, example, mostKeys * width);
  const queries = hasSeeds
    ? block.scores_XM
    : partOf(block.queries_BWM, example, block.keptQueries * width);
  const attention = partOf(block.attention_BQK, example, mostQueries * mostKeys);
  const mixed = partOf(block.mixed_BQM, example, mostQueries * width);
  const units2 = partOf(block.units2_BQM, example, mostQueries * width);

  const scoreSums = sums + ((<usize>block.scoresAt) << 2);
  const valueSums = sums + ((<usize>block.valueAt) << 2);
  const residualSums = sums + ((<usize>block.residualAt) << 2);
  const weight1Sums = sums + ((<usize>block.weight1At) << 2);

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
  const dHistory = partOf(block.dHistory_BM, example, width);
  addInto(sums + ((<usize>block.bias2At) << 2), dHistory, rowBytes);
  scaleRow(dHistory, share, dPooled, rowBytes);
  scaleRow(partOf(block.dPooledHidden_BF, example, hidden), share, dPooledHidden, hiddenBytes);
  const signs = block.signs_BQC + <usize>example * <usize>mostQueries * (hiddenBytes >> 4);
  spreadPositive(
    dPooledHidden,
    signs,
    numQueries,
    hiddenBytes,
    dHidden,
    hiddenRow,
    sums + ((<usize>block.bias1At) << 2),
  );
  const dUnits2 = dMixed;
  multiply(
    dHidden,
    hiddenRow,
    4,
    block.weight1Transposed_FM,
    rowBytes,
    0,
    0,
    dUnits2,
    rowBytes,
    numQueries,
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
  const inverses2 = partOf(block.inverses2_BQ, example, mostQueries);
  normalizeRowsBack(dUnits2, units2, inverses2, dPooled, 0, dX1, numQueries, width);

  // X1 = A LN(X) Wv + X
  if (hasSeeds) addRowsInto(residualSums, dX1, 1, <usize>numQueries * rowBytes);
  else addRowsInto(residualSums, dX1, numQueries, rowBytes);
  multiply(
    dX1,
    rowBytes,
    4,
    block.valueTransposed_MM,
    rowBytes,
    0,
    0,
    dMixed,
    rowBytes,
    numQueries,
    width,
    width,
  );
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
    length,
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
    numQueries,
    keys,
    width,
  );
  softmaxRowsBack(attention, dScores, numQueries, scoreBytes);
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
    length,
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
      numQueries,
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
      numQueries,
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
    addRowsInto(sums + ((<usize>block.scoreBiasAt) << 2), dQueries, length, rowBytes);
    multiply(
      dQueries,
      rowBytes,
      4,
      block.scoresTransposed_MX,
      rowBytes,
      dUnits1,
      rowBytes,
      dUnits1,
      rowBytes,
      length,
      width,
      width,
    );
  }

  memory.fill(zeros, 0, rowBytes);
  const dClicks = partOf(block.dClicks_BTM, example, block.historyLength * width);
  const inverses1 = partOf(block.inverses1_BK, example, mostKeys);
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
  addClickGradients(block, example, length, dClicks, sums);
}
