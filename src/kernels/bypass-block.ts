// What Bypass takes, keeps and gives.

/**
 * The Bypass history module of a batch (Zheng 2025, section 3), with the map behind the mean, which is the same:
 *
 *     clicks_b = mean_t item_bt + shares_b ageVectors;   history_b = clicks_b W
 *
 * where shares_b says how the example's clicks spread over the age buckets. Letters: B examples, T positions, M width,
 * A age buckets. All arrays lie in the kernels' memory. M and A are multiples of 4. Arrays over examples have room for
 * one more.
 */
export interface BypassBlock {
  readonly numExamples: number;
  readonly historyLength: number;
  readonly width: number;
  readonly numAges: number;

  readonly items: Float32Array;
  /** Rows of `items`, B x T; the first `lengths[b]` of a row count. */
  readonly index: Int32Array;
  readonly lengths: Int32Array;
  /** Milliseconds, B x T */
  readonly ages: Float32Array;
  /** A x M */
  readonly ageVectors: Float32Array;
  /** M x M; `weightBack` is its transpose. */
  readonly weight: Float32Array;
  readonly weightBack: Float32Array;

  /** What the way back needs: B; B x A; B x M. Within a group the examples with clicks lie side by side. */
  readonly places: Int32Array;
  readonly shares: Float32Array;
  readonly clicks: Float32Array;
  /** B x M; `bypassBack` writes over it. */
  readonly history: Float32Array;

  /** B x M, given. */
  readonly dHistory: Float32Array;
  /** B x M; rows of users without clicks hold anything. */
  readonly dClicks: Float32Array;
  /** For each group the gradients to W, then to `ageVectors`. */
  readonly sums: Float32Array;
}
