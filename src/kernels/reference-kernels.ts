// All kernels as plain loops: what those in WebAssembly are tested against.
import { adagradReference } from './adagrad/adagrad-reference.ts';
import { attentionReference } from './attention/attention-reference.ts';
import { batchPlanReference } from './batch-plan/batch-plan-reference.ts';
import { bypassReference } from './bypass/bypass-reference.ts';
import { dlrmReference } from './dlrm/dlrm-reference.ts';
import type { Kernels } from './kernels.ts';
import { meanPoolReference } from './mean-pool/mean-pool-reference.ts';
import { productsReference } from './products/products-reference.ts';
import { rowsReference } from './rows/rows-reference.ts';
import { sumGroupsReference } from './sum-groups/sum-groups-reference.ts';

/** Each kernel once more, to be read rather than to be fast. */
export const REFERENCE_KERNELS: Kernels = {
  ...rowsReference,
  ...meanPoolReference,
  ...adagradReference,
  ...batchPlanReference,
  ...attentionReference,
  ...bypassReference,
  ...dlrmReference,
  ...sumGroupsReference,
  ...productsReference,
  close: () => undefined,
};
