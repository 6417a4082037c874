// The commands that make a corpus.
import type { Command } from 'commander';
import {
  EBNERD_SETTINGS,
  GLOBO_SETTINGS,
  MIND_SETTINGS,
  ONLINE_RETAIL_SETTINGS,
  TABLE_SETTINGS,
} from '../../data/import/import-settings.ts';
import { FAMILIES } from '../../data/simulate/families/family-settings.ts';
import { SHUFFLE_SETTINGS } from '../../data/shuffle/shuffle-settings.ts';
import { WORLD_SETTINGS } from '../../data/simulate/world-config.ts';
import { IMPORT_CODEBOOKS_SETTINGS } from '../../interchange/codebooks/import-codebooks-settings.ts';
import { IMPORT_CODES_SETTINGS } from '../../interchange/codes/import-codes-settings.ts';
import { OUT } from './common-flags.ts';
import { defineCommand, defineGroup } from './run-command.ts';

/** Simulated, imported, and a control made from another. A new data set is an entry here and one in `IMPORT_SETS`. */
export function createDataCommands(): Command[] {
  return [
    defineCommand({
      name: 'simulate',
      says:
        'day-ordered impression logs and item embeddings from a seeded world\n\n' +
        'The world has the facts of Zheng 2025: skewed impressions, items that live for days, clusters ' +
        'of content. It says how well the written log matches them.',
      settings: { ...WORLD_SETTINGS, ...OUT },
      meanings: { '--family': FAMILIES },
      examples: [
        'sid simulate --items 20000 --users 5000 --days 21 --out data/world',
        'sid simulate --catalog items.parquet --tree-columns category,type,color --items 5000 \\\n    --out data/shop',
      ],
      load: async () => (await import('../commands/simulate.ts')).simulate,
    }),
    defineGroup(
      'import',
      'a public data set, or any Parquet, CSV or Arrow table by a mapping, into a corpus; or codes and codebooks of others',
      [
        defineCommand({
          name: 'online-retail',
          says: 'purchases of a UK gift wholesaler (UCI Online Retail, CC BY 4.0); shipped with sid',
          settings: { ...ONLINE_RETAIL_SETTINGS, ...OUT },
          examples: ['sid import online-retail --out data/retail'],
          load: async () => (await import('../commands/import.ts')).importOnlineRetail,
        }),
        defineCommand({
          name: 'globo',
          says: 'news clicks of the G1 portal (Globo.com, CHAMELEON); you bring the files',
          settings: { ...GLOBO_SETTINGS, ...OUT },
          examples: [
            'sid import globo --clicks clicks.parquet --embeddings items.parquet --days 1-5 --out data/globo',
          ],
          load: async () => (await import('../commands/import.ts')).importGlobo,
        }),
        defineCommand({
          name: 'mind',
          says: 'impressions of Microsoft News (MIND) with their non-clicks; you bring the files',
          settings: { ...MIND_SETTINGS, ...OUT },
          examples: [
            'sid import mind --behaviors "*/behaviors.tsv" --embeddings news.parquet --out data/mind',
            'sid import mind --behaviors "*/behaviors.tsv" --news "*/news.tsv" \\\n' +
              '    --entities "*/entity_embedding.vec" --out data/mind',
          ],
          load: async () => (await import('../commands/import.ts')).importMind,
        }),
        defineCommand({
          name: 'ebnerd',
          says: 'impressions of Ekstra Bladet (EB-NeRD) with their non-clicks; you bring the files',
          settings: { ...EBNERD_SETTINGS, ...OUT },
          examples: [
            'sid import ebnerd --behaviors "*/behaviors.parquet" --history "*/history.parquet" \\\n' +
              '    --embeddings contrastive_vector.parquet --out data/ebnerd',
          ],
          load: async () => (await import('../commands/import.ts')).importEbnerd,
        }),
        defineCommand({
          name: 'table',
          says: 'any click or impression log in Parquet, CSV or Arrow IPC files, by a mapping',
          settings: { ...TABLE_SETTINGS, ...OUT },
          examples: ['sid import table --mapping mapping.json --out data/mine'],
          load: async () => (await import('../commands/import.ts')).importTable,
        }),
        defineCommand({
          name: 'codes',
          says:
            'no corpus: codes that somebody else made, into semantic IDs (sids.arrow)\n\n' +
            'A table with ids and codes (a list, a text like "<a_3><b_9>", or a column for each level), a JSON index, or ' +
            'safetensors. Rankers, sid decode and sid compare take what comes out.',
          settings: { ...IMPORT_CODES_SETTINGS, ...OUT },
          examples: [
            'sid import codes --codes items.parquet --columns published_codes --out runs/sids-published',
            'sid import codes --codes index.json --codebook-sizes 256 --out runs/sids-theirs',
          ],
          load: async () => (await import('../commands/import-codes.ts')).importCodes,
        }),
        defineCommand({
          name: 'codebooks',
          says:
            'no corpus: codebooks that somebody else made, into a folder like that of sid train-rqvae\n\n' +
            "Of faiss's ResidualQuantizer or vector-quantize-pytorch's ResidualVQ, as safetensors or .npy. sid assign codes " +
            'embeddings with them: each level the nearest vector to what the levels before it left over.',
          settings: { ...IMPORT_CODEBOOKS_SETTINGS, ...OUT },
          examples: [
            'sid import codebooks --codebooks residual_vq.safetensors --out runs/rvq',
            'sid import codebooks --codebooks faiss.npy --codebook-sizes 256 --out runs/faiss',
          ],
          load: async () => (await import('../commands/import-codebooks.ts')).importCodebooks,
        }),
      ],
    ),
    defineCommand({
      name: 'shuffle-labels',
      says:
        'a copy of a corpus with the labels of each day in a random order: a control\n\n' +
        'Times, users and items stay, so nobody may learn anything from the copy but the rate of clicks: where a ' +
        'model does better than that, the comparison is wrong.',
      settings: { ...SHUFFLE_SETTINGS, ...OUT },
      examples: ['sid shuffle-labels --corpus data/retail --seed 1 --out data/retail-shuffled'],
      load: async () => (await import('../commands/shuffle-labels.ts')).shuffleLabels,
    }),
  ];
}
