// `sid export`.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sidsFile } from '../../artifacts/semantic-ids.ts';
import { assertModelKept, readRankerRun } from '../../experiments/ranker-run.ts';
import { writeCodebooks } from '../../interchange/codebooks/write-codebooks.ts';
import { writeCodes } from '../../interchange/codes/write-codes.ts';
import { formatsOf } from '../../interchange/export-formats.ts';
import type { Exportable, FormatOf } from '../../interchange/export-formats.ts';
import { EXPORT_SETTINGS } from '../../interchange/export-settings.ts';
import { writeRanker } from '../../interchange/ranker/write-ranker.ts';
import { findModel } from '../../quantizer/model/find-model.ts';
import { readQuantizer } from '../../quantizer/model/saved-quantizer.ts';
import { loadRanker, modelFolder } from '../../ranker/model/saved-ranker.ts';
import { exportRecord } from '../../records/export-record.ts';
import type { ExportMetrics } from '../../records/export-record.ts';
import { flagOf, valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import { formatCount } from '../../util/format-count.ts';
import type { OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';

type ExportOptions = OptionsOf<typeof EXPORT_SETTINGS & typeof OUT>;

/** What is measured of one kind of thing, beside the files. */
type Facts = Omit<ExportMetrics, 'what' | 'formats' | 'files' | 'seconds' | 'peak_memory_mb'>;

/** A thing to export: where it comes from, and what writes it into a folder. */
interface Subject {
  readonly what: Exportable;
  readonly formats: readonly string[];
  readonly inputs: Readonly<Record<string, string>>;
  readonly write: (folder: string, run: RunContext) => Promise<Facts>;
  readonly describe: (facts: Facts) => string;
}

/** Which flag names which thing, in the order of the help. */
const SUBJECTS: Readonly<Record<'run' | 'sids' | 'rqvae', (options: ExportOptions) => Subject>> = {
  run: rankerOf,
  sids: codesOf,
  rqvae: codebooksOf,
};

/** What was made here -> files of other tools. */
export async function exportFiles(options: ExportOptions, run: RunContext): Promise<void> {
  const { out, force } = options;
  const subject = chooseSubject(options);
  assertFolderIsFree(out, { force });
  const config = valuesOf(EXPORT_SETTINGS, options);
  await writeFolderWhole(out, { force }, async (folder) => {
    const facts = await subject.write(folder, run);
    const metrics: ExportMetrics = {
      what: subject.what,
      formats: subject.formats,
      files: filesIn(folder),
      ...facts,
      seconds: run.elapsedSeconds(),
      peak_memory_mb: peakMemoryMb(),
    };
    await run.record(exportRecord, folder, { config, seed: 0, inputs: subject.inputs, metrics });
    const files = metrics.files.map(({ name, bytes }) => `  ${name} (${formatCount(bytes)} bytes)`);
    run.result({ out, ...metrics }, [`${subject.describe(facts)} in ${out}:`, ...files].join('\n'));
  });
}

function chooseSubject(options: ExportOptions): Subject {
  const names = Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[];
  const given = names.filter((name) => options[name] !== null);
  if (given.length === 1) return SUBJECTS[given[0]](options);
  const flags = names.map(flagOf).join(', ');
  throw new UserError(
    given.length === 0
      ? `nothing to export; give one of ${flags}`
      : `${given.map(flagOf).join(' and ')} are given together; export one thing at a time`,
  );
}

function codesOf(options: ExportOptions): Subject {
  const path = sidsFile(options.sids ?? '');
  const formats = chooseFormats(options, 'codes');
  return {
    what: 'codes',
    formats,
    inputs: { sids: path },
    async write(folder) {
      const { items, levels, codebookSizes } = await writeCodes(path, folder, formats);
      return { items, levels, codebook_sizes: codebookSizes };
    },
    describe: ({ items, levels }) => `codes of ${formatCount(items ?? 0)} items, ${levels} levels,`,
  };
}

function codebooksOf(options: ExportOptions): Subject {
  const formats = chooseFormats(options, 'codebooks');
  const path = findModel(options.rqvae ?? '', options.model);
  return {
    what: 'codebooks',
    formats,
    inputs: { rqvae: path },
    async write(folder) {
      const quantizer = readQuantizer(path);
      try {
        const { sizes, width } = await writeCodebooks(quantizer, folder, formats);
        return { levels: sizes.length, codebook_sizes: [...sizes], width };
      } finally {
        quantizer.model.dispose();
      }
    },
    describe: ({ codebook_sizes: sizes = [], width }) =>
      `codebooks of ${sizes.join(', ')} vectors, ${width} floats each,`,
  };
}

function rankerOf(options: ExportOptions): Subject {
  const run = readRankerRun(options.run ?? '');
  const day = options.day ?? run.keptDays.at(-1) ?? run.lastDay;
  assertModelKept(run, day, '--day');
  return {
    what: 'ranker',
    formats: chooseFormats(options, 'ranker'),
    inputs: { run: join(run.folder, 'run.json'), model: modelFolder(run.folder, day) },
    async write(folder, { onProgress, shouldStop }) {
      const loaded = await loadRanker(run, day);
      try {
        const examples = { day, most: options.examples, onProgress, shouldStop };
        const written = await writeRanker(loaded, folder, examples);
        return {
          items: written.items,
          day,
          table_rows: written.tableRows,
          tokens_per_item: written.tokensPerItem,
          examples: written.examples,
        };
      } finally {
        loaded.ranker.dispose();
      }
    },
    describe: ({ items, table_rows: rows }) =>
      `ranker after day ${day} of ${formatCount(items ?? 0)} items, ${formatCount(rows ?? 0)} rows,`,
  };
}

/** @throws UserError for a format that there is not of this */
function chooseFormats<const E extends Exportable>(
  { format }: ExportOptions,
  what: E,
): readonly FormatOf<E>[] {
  const known = formatsOf(what);
  if (format === null) return known;
  const chosen = known.filter((name) => format.includes(name));
  const unknown = format.find((name) => !(known as readonly string[]).includes(name));
  if (unknown === undefined) return chosen;
  throw new UserError(`--format ${unknown}: ${what} can be had as ${known.join(', ')}`);
}

function filesIn(folder: string): { name: string; bytes: number }[] {
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
}
