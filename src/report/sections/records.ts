// All records.
import type { FoundRecord } from '../found-record.ts';
import { plural } from '../../util/plural.ts';
import { count, duration } from '../format.ts';
import { trialFolderOf } from '../group-records.ts';
import type { RecordGroup } from '../group-records.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import { table } from '../html-table.ts';

/** Every record: what ran where, with which version, on which inputs. Trials of comparisons are behind a fold. */
export function recordTables(groups: readonly RecordGroup[], faults: readonly string[]): Html {
  const all = new Set(
    groups.flatMap(({ comparison, members }) => (comparison ? [comparison, ...members] : members)),
  );
  const trials = new Set(
    groups.flatMap(({ comparison, members }) =>
      members.filter((member) => trialFolderOf(member, comparison) !== undefined),
    ),
  );
  return html`<section id="records">
    <h2>All records</h2>
    <p>
      Each row is a run.json that this page was made from. Runs with the same input hash had the
      same bytes as input.
    </p>
    ${recordTable(
      'Records',
      [...all].filter((each) => !trials.has(each)),
    )}
    ${
      trials.size === 0
        ? undefined
        : html`<details>
            <summary>${plural(trials.size, 'record')} of trials</summary>
            ${recordTable('Records of trials', [...trials])}
          </details> `
    }${
      faults.length === 0
        ? undefined
        : html`<p class="warning">Left out:</p>
            <ul>
              ${faults.map((fault) => html`<li>${fault}</li>`)}
            </ul>`
    }
  </section> `;
}

const SHORT_HASH = 8;

function recordTable(caption: string, records: readonly FoundRecord[]): Html {
  const columns = [
    { title: 'folder' },
    { title: 'command' },
    { title: 'version' },
    { title: 'engine' },
    { title: 'kernels' },
    { title: 'processor' },
    { title: 'seed', isNumber: true },
    { title: 'started' },
    { title: 'time', isNumber: true },
    { title: 'memory, MiB', isNumber: true },
    { title: 'inputs (SHA-256, start)' },
  ];
  const rows = records.map(({ folder, record }): HtmlValue[] => [
    html`<code>${folder}</code>`,
    record.command,
    record.version,
    record.engine,
    record.kernels,
    record.instructions,
    record.seed,
    record.startedAt,
    duration(record.seconds),
    count(record.peakMemoryMb),
    Object.entries(record.inputs).map(
      ([name, hash]) =>
        html`<span class="input">${name} <code>${hash.slice(0, SHORT_HASH)}</code></span> `,
    ),
  ]);
  return table(caption, columns, rows);
}
