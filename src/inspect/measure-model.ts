// What a model's own vectors lose of the content: level by level in the latent, and of what codes decode to.
import type { RankGroup } from '../metrics/rank-group.ts';
import { recallAtK } from '../metrics/recall-at-k.ts';
import { varianceLost } from '../metrics/variance-lost.ts';
import { decodeCodes, encodeEmbeddings } from '../quantizer/code/code-embeddings.ts';
import { codebooksOf } from '../quantizer/model/quantizer-model.ts';
import { readQuantizer } from '../quantizer/model/saved-quantizer.ts';
import type { Quantizer } from '../quantizer/model/saved-quantizer.ts';
import type { NearestItems } from '../retrieval/exact-search.ts';
import { toUnitRows } from '../retrieval/unit-rows.ts';
import type { UnitRows } from '../retrieval/unit-rows.ts';
import { UserError } from '../util/errors.ts';
import type { InspectedCodes, InspectedItems } from './inspected-items.ts';
import { searchAround } from './neighbor-sample.ts';
import type { NeighborSample, SearchWatch } from './neighbor-sample.ts';
import { sampleMean } from './sample-mean.ts';

type CodesOfModel = Pick<InspectedCodes, 'codes_NL' | 'levels'>;

/** What models are measured on. */
export interface ModelGround {
  readonly items: InspectedItems;
  /** The same contents with length 1. */
  readonly unit: UnitRows;
  readonly sample: NeighborSample;
}

/**
 * Measures the model that codes are from.
 *
 * @throws UserError where it takes embeddings of another width
 */
export function measureModel(
  path: string,
  codes: InspectedCodes,
  { items, unit, sample }: ModelGround,
  watch: SearchWatch,
) {
  const quantizer = readQuantizer(path);
  try {
    const { inputWidth: width } = quantizer.model;
    if (width !== items.width) {
      throw new UserError(
        `${path} takes embeddings of ${width} floats, these have ${items.width}; give those that it was trained on`,
      );
    }
    const own = codesOfModel(codes, quantizer.model.codebookSizes.length);
    const decoded_ND = decodeCodes(quantizer, own.codes_NL);
    const decoded = toUnitRows(decoded_ND, width, path);
    // Where only directions are coded no length can be lost.
    const isOfDirections = quantizer.config.normalize === 'unit-norm';
    const lost = isOfDirections
      ? varianceLost(unit.rows_ND, decoded.rows_ND, width)
      : varianceLost(items.embeddings_ND, decoded_ND, width);
    const { query_Q, neighbors } = sample;
    const most = neighbors[neighbors.length - 1].k;
    const found = searchAround(decoded, unit, query_Q, most, 'decoded codes', watch);
    return {
      path,
      residual_percent: residuals(quantizer, own, items).map((share) => 100 * share),
      lost_percent: 100 * lost,
      recall: neighbors.map(({ near_Q, k }) => {
        const recall_Q = Float64Array.from(found, (each, q) =>
          recallAtK(groupsOf(each, new Set(Array.from(near_Q[q]))), k, k),
        );
        return { k, ...sampleMean(recall_Q, items.ids.length) };
      }),
    };
  } finally {
    quantizer.model.dispose();
  }
}

/** Without a level behind them that only counts items of one ID. */
function codesOfModel({ codes_NL, levels }: InspectedCodes, ofModel: number): CodesOfModel {
  if (levels === ofModel) return { codes_NL, levels };
  const own_NL = new Int32Array((codes_NL.length / levels) * ofModel);
  own_NL.forEach((_, i) => {
    own_NL[i] = codes_NL[Math.floor(i / ofModel) * levels + (i % ofModel)];
  });
  return { codes_NL: own_NL, levels: ofModel };
}

/** What is left of the latents' variance behind each level. */
function residuals(
  quantizer: Quantizer,
  { codes_NL, levels }: CodesOfModel,
  { embeddings_ND }: InspectedItems,
): number[] {
  const { latentWidth } = quantizer.model;
  const z_NZ = encodeEmbeddings(quantizer, embeddings_ND);
  const quantized_NZ = new Float32Array(z_NZ.length);
  return codebooksOf(quantizer.model).map((codebook_KZ, level) => {
    for (let i = 0; i < z_NZ.length; i++) {
      const code = codes_NL[Math.floor(i / latentWidth) * levels + level];
      quantized_NZ[i] += codebook_KZ[code * latentWidth + (i % latentWidth)];
    }
    return varianceLost(z_NZ, quantized_NZ, latentWidth);
  });
}

/** Where the true neighbors stand in a ranking; items of one code are tied. */
function groupsOf({ items, cosines }: NearestItems, near: ReadonlySet<number>): RankGroup[] {
  const groups: RankGroup[] = [];
  for (let above = 0; above < items.length;) {
    let end = above;
    let relevant = 0;
    for (; end < items.length && cosines[end] === cosines[above]; end++) {
      relevant += Number(near.has(items[end]));
    }
    groups.push({ above, tied: end - above, relevant });
    above = end;
  }
  return groups;
}
