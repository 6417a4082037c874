// The embeddings that quantizers are compared on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../src/util/package-folder.ts';

/** A data set: a file of embeddings, or the words of `sid simulate` that make one. */
export interface DataSet {
  readonly name: string;
  readonly says: string;
  readonly file?: string;
  readonly simulate?: readonly string[];
}

const shared = (...parts: readonly string[]): string =>
  join(packageFolder(), '..', 'shared', 'data', ...parts);

const LITTLE_LOG = ['--users', '100', '--days', '2', '--impressions-per-day', '200', '--seed', '5'];

/** A new one is a row. */
export const DATA_SETS: readonly DataSet[] = [
  {
    name: 'online-retail',
    says: 'descriptions of a wholesaler, MiniLM, 384 floats',
    file: join(packageFolder(), 'data', 'online-retail', 'items.parquet'),
  },
  {
    name: 'industrial',
    says: 'Amazon, industrial and scientific: titles and descriptions, MiniLM, 384 floats',
    file: shared('amazon', 'industrial_and_scientific.parquet'),
  },
  {
    name: 'office',
    says: 'Amazon, office products, likewise',
    file: shared('amazon', 'office_products.parquet'),
  },
  {
    name: 'globo',
    says: "news articles, the portal's own vectors, 250 floats",
    file: shared('globo', 'item_embeddings.parquet'),
  },
  {
    name: 'simulated',
    says: 'a tree of clusters with noise, 32 floats',
    simulate: ['--items', '8000', ...LITTLE_LOG],
  },
];

/** Whether its file is there. */
export function isAvailable({ file }: DataSet): boolean {
  return file === undefined || existsSync(file);
}
