// `sid report`.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { ANALYSES } from '../../experiments/analyses/index.ts';
import { findRecords } from '../../report/find-records.ts';
import { recordsOf } from '../../report/found-record.ts';
import { hasMarks } from '../../report/markdown/document.ts';
import { renderMarkdown } from '../../report/markdown/render-markdown.ts';
import { renderPage } from '../../report/page.ts';
import { writeFileWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import { PAGE_MARK } from '../../util/page-frame.ts';
import type { ReportOptions } from '../frame/command-flags.ts';
import { formatCount } from '../../util/format-count.ts';
import type { RunContext } from '../frame/run-command.ts';

/** Tables, charts, what the papers say, from run records. */
export async function report(options: ReportOptions, run: RunContext): Promise<void> {
  if (options.markdown) {
    const written = await writeMarkdown(options, run);
    run.result({ ...written }, `${written.out}: ${written.comparisons} comparisons`);
    return;
  }
  const written = await writeReport(options, run);
  run.result(
    { ...written },
    `${written.out}: ${formatCount(written.records)} records, ${written.comparisons} comparisons, ` +
      `${written.charts} charts, ${formatCount(Math.round(written.bytes / 1024))} KiB`,
  );
}

interface WrittenMarkdown {
  readonly out: string;
  readonly comparisons: number;
  readonly left_out: readonly string[];
  /** Titles in the document that no record has. */
  readonly not_found: readonly string[];
}

async function writeMarkdown(
  { in: folders, out, force }: ReportOptions,
  run: Pick<RunContext, 'warn'>,
): Promise<WrittenMarkdown> {
  assertFileIsFree(out, { isOurs: hasMarks, kind: 'document with figures', force });
  const found = findRecords(folders);
  for (const fault of found.faults) run.warn(fault);
  const document = existsSync(out) ? readFileSync(out, 'utf8') : undefined;
  const { dir, name } = parse(out);
  const { text, notFound, notNamed, pictures } = await renderMarkdown(found, document, name);
  for (const title of notFound)
    run.warn(`no record of "${title}"; its figures are left as they were`);
  for (const title of notNamed) {
    run.warn(`${out} has no place for "${title}"; add the line <!-- sid report: ${title} -->`);
  }
  for (const { name: file, svg } of pictures) {
    await writeFileWhole(join(dir, file), (temporaryPath) => writeFileSync(temporaryPath, svg));
  }
  await writeFileWhole(out, (temporaryPath) => writeFileSync(temporaryPath, text));
  const comparisons = [...recordsOf(found.records, 'compare'), ...recordsOf(found.records, 'map')]
    .length;
  return {
    out,
    comparisons: comparisons - notNamed.length,
    left_out: found.faults,
    not_found: notFound,
  };
}

interface WrittenReport {
  readonly out: string;
  readonly title: string;
  readonly records: number;
  readonly left_out: readonly string[];
  readonly comparisons: number;
  readonly charts: number;
  readonly bytes: number;
}

/** Writes the page; nothing on standard output. */
export async function writeReport(
  options: ReportOptions,
  run: Pick<RunContext, 'warn'>,
): Promise<WrittenReport> {
  const { in: folders, out } = options;
  assertFileIsFree(out, {
    isOurs: (text) => text.includes(PAGE_MARK),
    kind: 'page',
    force: options.force,
  });
  const found = findRecords(folders);
  for (const fault of found.faults) run.warn(fault);
  const page = await renderPage(found, ANALYSES, dirname(out));
  await writeFileWhole(out, (temporaryPath) => writeFileSync(temporaryPath, page.text));
  const { title, comparisons, charts } = page;
  return {
    out,
    title,
    records: found.records.length,
    left_out: found.faults,
    comparisons,
    charts,
    bytes: Buffer.byteLength(page.text),
  };
}

/** Only what is ours is replaced, and only with --force. @throws UserError otherwise */
function assertFileIsFree(
  path: string,
  allowed: {
    readonly isOurs: (text: string) => boolean;
    readonly kind: string;
    readonly force: boolean;
  },
): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    throw new UserError(`${path} is a folder; give the name of a file, like ${path}/report.html`);
  }
  if (!statSync(path).isFile() || !allowed.isOurs(readFileSync(path, 'utf8'))) {
    throw new UserError(
      `${path} is no ${allowed.kind} of sid report, and is left alone; choose another --out`,
    );
  }
  if (!allowed.force) {
    throw new UserError(`${path} exists; choose another --out, or add --force to replace it`);
  }
}
