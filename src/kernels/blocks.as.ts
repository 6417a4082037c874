// What each kernel works on: made by `npm run docs` from the layouts, which explain it.

@unmanaged
export class GatherRows {
  width: i32;
  numRows: i32;
  table_HM: usize;
  rows_R: usize;
  out_RM: usize;
}

@unmanaged
export class ScatterRows {
  width: i32;
  numRows: i32;
  table_HM: usize;
  rows_R: usize;
  values_RM: usize;
}

@unmanaged
export class SumRows {
  width: i32;
  numItems: i32;
  numTokens: i32;
  source_HM: usize;
  out_UM: usize;
  index_UJ: usize;
}

@unmanaged
export class AddRows {
  width: i32;
  numItems: i32;
  numTokens: i32;
  target_HM: usize;
  values_UM: usize;
  index_UJ: usize;
}

@unmanaged
export class MeanPool {
  width: i32;
  numExamples: i32;
  historyLength: i32;
  source_UM: usize;
  lengths_B: usize;
  index_BT: usize;
  out_BM: usize;
}

@unmanaged
export class MeanPoolGradient {
  width: i32;
  numExamples: i32;
  historyLength: i32;
  workspaceLength: i32;
  target_UM: usize;
  lengths_B: usize;
  index_BT: usize;
  gradient_BM: usize;
  workspace: usize;
}

@unmanaged
export class Adagrad {
  width: i32;
  numRows: i32;
  numStarts: i32;
  rate: f32;
  epsilon: f32;
  weights_HM: usize;
  accumulators_HM: usize;
  rows_R: usize;
  starts_E: usize;
  members_N: usize;
  gradients_UM: usize;
}

@unmanaged
export class RowWiseAdagrad {
  width: i32;
  numRows: i32;
  numStarts: i32;
  workspaceLength: i32;
  rate: f32;
  epsilon: f32;
  weights_HM: usize;
  accumulators_H: usize;
  rows_R: usize;
  starts_E: usize;
  members_N: usize;
  gradients_UM: usize;
  workspace: usize;
}

@unmanaged
export class NumberDistinct {
  numLists: i32;
  count: i32;
  round: i32;
  listLength: i32;
  numSlots: i32;
  lengths_N: usize;
  values_NT: usize;
  slots_P4: usize;
  distinct_D: usize;
}

@unmanaged
export class GroupByRow {
  numTokens: i32;
  numItems: i32;
  numStarts: i32;
  numMembers: i32;
  rowNumbers_UJ: usize;
  starts_E: usize;
  members_N: usize;
}

@unmanaged
export class Attention {
  numExamples: i32;
  historyLength: i32;
  width: i32;
  hidden: i32;
  numSeeds: i32;
  numAges: i32;
  groupSize: i32;
  numGroups: i32;
  numPositions: i32;
  mostKeys: i32;
  mostQueries: i32;
  keptQueries: i32;
  scoreRows: i32;
  residualRows: i32;
  signBytes: i32;
  scoresAt: i32;
  scoreBiasAt: i32;
  valueAt: i32;
  residualAt: i32;
  weight1At: i32;
  bias1At: i32;
  ageVectorsAt: i32;
  positionVectorsAt: i32;
  weight2At: i32;
  bias2At: i32;
  sumsLength: i32;
  workspaceLength: i32;
  items_UM: usize;
  index_BT: usize;
  lengths_B: usize;
  ages_BT: usize;
  ageVectors_AM: usize;
  positionVectors_LM: usize;
  scores_XM: usize;
  scoresTransposed_MX: usize;
  scoreBias_M: usize;
  value_MM: usize;
  valueTransposed_MM: usize;
  residual_RM: usize;
  weight1_MF: usize;
  weight1Transposed_FM: usize;
  bias1_F: usize;
  weight2_FM: usize;
  weight2Transposed_MF: usize;
  bias2_M: usize;
  units1_BKM: usize;
  inverses1_BK: usize;
  queries_BWM: usize;
  attention_BQK: usize;
  mixed_BQM: usize;
  units2_BQM: usize;
  inverses2_BQ: usize;
  signs_BQC: usize;
  pooledHidden_BF: usize;
  history_BM: usize;
  dHistory_BM: usize;
  dPooledHidden_BF: usize;
  dClicks_BTM: usize;
  sums_GP: usize;
  workspace: usize;
}

@unmanaged
export class Bypass {
  numExamples: i32;
  historyLength: i32;
  width: i32;
  numAges: i32;
  groupSize: i32;
  numGroups: i32;
  weightAt: i32;
  ageVectorsAt: i32;
  sumsLength: i32;
  items_UM: usize;
  index_BT: usize;
  lengths_B: usize;
  ages_BT: usize;
  ageVectors_AM: usize;
  weight_MM: usize;
  weightTransposed_MM: usize;
  examples_B: usize;
  shares_BA: usize;
  clicks_BM: usize;
  history_BM: usize;
  dHistory_BM: usize;
  dClicks_BM: usize;
  sums_GP: usize;
}

@unmanaged
export class Dlrm {
  numExamples: i32;
  width: i32;
  numDenseLayers: i32;
  sumsLength: i32;
  activationsLength: i32;
  numLayers: i32;
  numFeatures: i32;
  numCategories: i32;
  groupSize: i32;
  numGroups: i32;
  workspaceLength: i32;
  layers_L: usize;
  features_BF: usize;
  history_BM: usize;
  target_BM: usize;
  categories_CBM: usize;
  labels_B: usize;
  probabilities_B: usize;
  dHistory_BM: usize;
  dTarget_BM: usize;
  dCategories_CBM: usize;
  sums_GP: usize;
  workspace: usize;
}

@unmanaged
export class SumGroups {
  length: i32;
  numGroups: i32;
  spanLength: i32;
  numSpans: i32;
  out_P: usize;
  sums_GP: usize;
}

@unmanaged
export class PackPanels {
  numTerms: i32;
  numColumns: i32;
  isTransposed: i32;
  filledColumns: i32;
  numPanels: i32;
  b_IO: usize;
  panels_IW: usize;
}

@unmanaged
export class MultiplyPanels {
  numRows: i32;
  numTerms: i32;
  numColumns: i32;
  isTransposed: i32;
  hasRelu: i32;
  rowsPerChunk: i32;
  termsPerBlock: i32;
  numChunks: i32;
  filledColumns: i32;
  numPanels: i32;
  workspaceLength: i32;
  a_XI: usize;
  panels_IW: usize;
  bias_O: usize;
  behindRelu_XO: usize;
  out_XO: usize;
  workspace: usize;
}

@unmanaged
export class NearestRows {
  numTerms: i32;
  numColumns: i32;
  numRows: i32;
  rowsPerChunk: i32;
  termsPerBlock: i32;
  numChunks: i32;
  filledColumns: i32;
  numPanels: i32;
  workspaceLength: i32;
  x_XZ: usize;
  panels_ZW: usize;
  offsets_W: usize;
  nearest_X: usize;
  workspace: usize;
}

@unmanaged
export class Linear {
  numInputs: i32;
  numOutputs: i32;
  sumsOffset: i32;
  weight_IO: usize;
  weightTransposed_OI: usize;
  bias_O: usize;
}

@unmanaged
export class Job {
  sequence: i32;
  left: i32;
  done: i32;
  numChunks: i32;
  chunk: i32;
  end: i32;
  kernel: i32;
  block: i32;
  dead: i32;
  reasonBytes: i32;
}

export enum Kernel {
  gatherRows,
  scatterRows,
  sumRows,
  addRows,
  meanPool,
  meanPoolGradient,
  adagrad,
  rowWiseAdagrad,
  numberDistinct,
  groupByRow,
  attend,
  attendBack,
  bypass,
  bypassBack,
  dlrm,
  sumGroups,
  packPanels,
  multiplyPanels,
  nearestRows,
}
