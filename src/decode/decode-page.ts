// What prefixes hold, as one page of pictures and titles.
import { formatCount } from '../util/format-count.ts';
import { html } from '../util/html.ts';
import type { Html, HtmlValue } from '../util/html.ts';
import { pageFrame } from '../util/page-frame.ts';
import { plural } from '../util/plural.ts';
import { sameOrEach } from '../util/same-or-each.ts';
import type { CodedItems } from './coded-items.ts';
import type { DecodePlan, LeftOut, ShownPrefix } from './decode-plan.ts';
import type { PrefixFacts } from './describe-prefix.ts';
import { createGrid } from './item-grid.ts';
import type { Grid } from './item-grid.ts';
import { levelTable } from './level-table.ts';
import type { LevelFacts } from './measure-levels.ts';
import { DECODE_STYLES } from './page-styles.ts';
import { codesOf } from './prefix-node.ts';
import { sharedInWords } from './shared-in-words.ts';

export interface DecodePageParts {
  readonly coded: CodedItems;
  readonly plan: DecodePlan;
  readonly levels: readonly LevelFacts[];
  /** Prefixes whose items have pictures. */
  readonly pictured: ReadonlySet<ShownPrefix>;
  /** Data URL by item. */
  readonly urls: ReadonlyMap<number, string>;
  /** What is missing, a line each: ids without a catalog, pictures that could not be read. */
  readonly notes: readonly string[];
}

/** The page as text; the same content gives the same bytes. */
export function renderDecodePage(parts: DecodePageParts): string {
  const { coded, plan, levels, notes } = parts;
  const { sections, asked } = plan;
  const grid = createGrid(parts);
  const title = titleOf(parts);
  return pageFrame({
    title,
    styles: DECODE_STYLES,
    top: html`${introOf(parts)} ${asked.kind === 'overview' ? levelTable(levels) : undefined}
    ${notes.map((note) => html`<p class="note">${note}</p>`)}
    ${asked.kind === 'item' ? undefined : index(sections)}`,
    main: html`${asked.kind === 'item' ? askedItem(asked.item, grid) : undefined}
    ${sections.map((each) =>
      asked.kind === 'item'
        ? siblingSection(each, coded, grid)
        : prefixSection(each, coded.itemIds.length, grid),
    )}
    ${leftOutNote(plan.leftOut, 'more')}`,
    foot: html`Made by sid decode from ${coded.path}. It has no creation time: the same input always
    gives the same page.`,
  }).markup;
}

function titleOf({ coded, plan: { asked } }: DecodePageParts): string {
  switch (asked.kind) {
    case 'overview':
      return 'What the prefixes of semantic IDs hold';
    case 'prefix':
      return `What the prefix ${asked.facts.prefix.join()} holds`;
    case 'item': {
      const name = coded.title_N[asked.item] ?? String(coded.itemIds[asked.item]);
      return `Siblings of ${name}`;
    }
  }
}

function introOf({ coded, plan: { asked, sections } }: DecodePageParts): Html {
  const { itemIds, levels, codebookSizes } = coded;
  const size = `${plural(itemIds.length, 'item')}, ${levels} codes each, of ${sameOrEach(codebookSizes)}`;
  if (asked.kind === 'item') {
    return html`<p>
      Its semantic ID is ${chip(codesOf(coded, asked.item))}. Items that share more of it come
      first. All: ${size}.
    </p>`;
  }
  const shown = sections.reduce((sum, { facts }) => sum + facts.items, 0);
  const whole = asked.kind === 'overview' ? itemIds.length : asked.facts.items;
  return html`<p>
    ${asked.kind === 'prefix' ? html`${factsLine(asked.facts)}. All: ` : undefined}${size}. The
    largest prefixes come first: ${sections.length} of them, with ${formatCount(shown)} of
    ${formatCount(whole)} items. Items shown are spaced evenly over the catalog. The words are those
    that titles of a prefix have far more often than all titles.
  </p>`;
}

function index(sections: readonly ShownPrefix[]): Html {
  return html`<nav aria-label="Prefixes">
    <ul class="index">
      ${sections.map(
        ({ facts: { prefix, words, items, type } }) =>
          html`<li>
            <a href="#p-${prefix.join('-')}"
              ><b>${prefix.join()}</b> ${words.slice(0, 2).join(', ') || (type ?? '')}
              ${formatCount(items)}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

function prefixSection(section: ShownPrefix, numItems: number, grid: Grid): Html {
  const { facts, children, leftOut } = section;
  const share = `${((100 * facts.items) / numItems).toFixed(1)} % of all`;
  const below = children.length + leftOut.prefixes;
  return html`<section id="p-${facts.prefix.join('-')}">
    <h2>${chip(facts.prefix)} ${facts.words.join(', ')}</h2>
    <div class="facts">${factsLine(facts, section)} · ${share}</div>
    ${grid.cards(section)}
    ${
      below < 2
        ? undefined
        : html`<details>
            <summary>By the next code: ${plural(below, 'prefix')}</summary>
            ${children.map((child) => childDetails(child, grid))} ${leftOutNote(leftOut, 'smaller')}
          </details>`
    }
  </section> `;
}

function childDetails(child: ShownPrefix, grid: Grid): Html {
  const { facts } = child;
  return html`<details open>
    <summary>
      <h3>
        ${chip(facts.prefix)} ${facts.words.join(', ')}
        <span class="facts">${factsLine(facts, child)}</span>
      </h3>
    </summary>
    ${grid.groups(child)}
  </details>`;
}

function askedItem(item: number, grid: Grid): Html {
  return html`<section>${grid.single(item)}</section> `;
}

function siblingSection(section: ShownPrefix, { levels }: CodedItems, grid: Grid): Html {
  const { facts } = section;
  const what = sharedInWords(facts.prefix.length, levels);
  return html`<section>
    <h2>${chip(facts.prefix)} ${what}</h2>
    ${
      facts.items === 0
        ? html`<p class="facts">no other item</p>`
        : html`<div class="facts">${factsLine(facts, section)}</div>
            ${grid.cards(section)}`
    }
  </section> `;
}

/** "12 of 345 items, 93 % Watches" with a bar. */
function factsLine(facts: PrefixFacts, shown?: Pick<ShownPrefix, 'shown'>): Html {
  const { items, type, type_percent } = facts;
  const count =
    shown === undefined || shown.shown.length === items
      ? plural(items, 'item')
      : `${shown.shown.length} of ${plural(items, 'item')}`;
  if (type === null || type_percent === null) return html`${count}`;
  const percent = `${type_percent.toFixed(0)} %`;
  return html`${count} · ${percent} ${type}
    <span class="bar" aria-hidden="true"
      ><span style="width:${type_percent.toFixed(0)}%"></span
    ></span>`;
}

function leftOutNote({ prefixes, items }: LeftOut, which: 'more' | 'smaller'): HtmlValue {
  if (prefixes === 0) return undefined;
  return html`<p class="note">
    ${plural(prefixes, `${which} prefix`)} with ${plural(items, 'item')} not shown; sid decode
    --prefix shows any.
  </p>`;
}

function chip(codes: readonly number[]): Html {
  return html`<span class="codes">${codes.join()}</span>`;
}
