// Tables that scroll in a box of their own.
import type { TextTable } from '../records/where-placement.ts';
import { html } from '../util/html.ts';
import type { Html, HtmlValue } from '../util/html.ts';

export interface Column {
  readonly title: string;
  /** Numbers are right-aligned. */
  readonly isNumber?: boolean;
}

/** A table in a box of its own that scrolls sideways. @param caption what it is, read out first */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  const kindOf = ({ isNumber }: Column): string => (isNumber ? 'number' : 'text');
  const cells = (row: readonly HtmlValue[]): Html[] =>
    row.map((cell, i) =>
      i === 0
        ? html`<th scope="row" class="${widthOf(cell)}">${cell}</th>`
        : html`<td class="${kindOf(columns[i])}">${cell}</td>`,
    );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${kindOf(column)}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cells(row)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div> `;
}

/** A table of texts, with its notes below. */
export function textTable({ title, head, rows, notes }: TextTable): Html {
  const columns = head.map((heading) => ({ title: heading }));
  return html`${table(title, columns, rows)} ${notes.map((note) => html`<p>${note}</p>`)}`;
}

/** Names of a sweep get more room before they break. */
function widthOf(cell: HtmlValue): string {
  return typeof cell === 'string' && cell.length > 24 ? 'long' : 'short';
}
