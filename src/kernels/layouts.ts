// The kernels by name, each with its layout.
import { ADAGRAD, ROW_WISE_ADAGRAD } from './adagrad/adagrad-layout.ts';
import { ATTENTION } from './attention/attention-layout.ts';
import { GROUP_BY_ROW, NUMBER_DISTINCT } from './batch-plan/batch-plan-layout.ts';
import { BYPASS } from './bypass/bypass-layout.ts';
import { DLRM, LINEAR } from './dlrm/dlrm-layout.ts';
import { MEAN_POOL, MEAN_POOL_GRADIENT } from './mean-pool/mean-pool-layout.ts';
import { MULTIPLY_PANELS, NEAREST_ROWS, PACK_PANELS } from './products/products-layout.ts';
import { ADD_ROWS, GATHER_ROWS, SCATTER_ROWS, SUM_ROWS } from './rows/rows-layout.ts';
import { SUM_GROUPS } from './sum-groups/sum-groups-layout.ts';

/** The formula of each stands at its layout. */
export const KERNELS = {
  gatherRows: GATHER_ROWS,
  scatterRows: SCATTER_ROWS,
  sumRows: SUM_ROWS,
  addRows: ADD_ROWS,
  meanPool: MEAN_POOL,
  meanPoolGradient: MEAN_POOL_GRADIENT,
  adagrad: ADAGRAD,
  rowWiseAdagrad: ROW_WISE_ADAGRAD,
  numberDistinct: NUMBER_DISTINCT,
  groupByRow: GROUP_BY_ROW,
  attend: ATTENTION,
  attendBack: ATTENTION,
  bypass: BYPASS,
  bypassBack: BYPASS,
  dlrm: DLRM,
  sumGroups: SUM_GROUPS,
  packPanels: PACK_PANELS,
  multiplyPanels: MULTIPLY_PANELS,
  nearestRows: NEAREST_ROWS,
} as const;

export type KernelName = keyof typeof KERNELS;

export const KERNEL_NAMES = Object.keys(KERNELS) as readonly KernelName[];

/** Each layout once, and those of parts. */
export const LAYOUTS = [...new Set(Object.values(KERNELS)), LINEAR];
