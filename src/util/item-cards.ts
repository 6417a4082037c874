// Items as cards in a grid: picture, title, a note.
import { html } from './html.ts';
import type { Html, HtmlValue } from './html.ts';

/** The cards' part of a style sheet; colors are those of page-colors.ts. */
export const CARD_STYLES = `
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 0.6rem; list-style: none;
  padding: 0; margin: 0.5rem 0; }
.cards.row { grid-auto-flow: column; grid-auto-columns: 8rem; grid-template-columns: none; overflow-x: auto;
  padding: 2px; }
.cards.row:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.card { display: flex; flex-direction: column; gap: 0.15rem; min-width: 0; max-width: none; padding: 0.4rem;
  border: 1px solid var(--grid); border-radius: 8px; font-size: 0.8rem; line-height: 1.3; overflow-wrap: anywhere; }
.card.marked { border-color: var(--good); box-shadow: 0 0 0 1px var(--good); }
.card img, .card .no-picture { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; border-radius: 4px;
  background: #ffffff; }
.card .no-picture { display: grid; place-items: center; background: var(--panel); color: var(--ink-soft); }
.card .name { font-weight: 600; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
  overflow: hidden; }
.card .mark { color: var(--good); }
.card .note { color: var(--ink-soft); font-variant-numeric: tabular-nums; }
@media print { .card { break-inside: avoid; } }`;

/** How one item is shown. */
export interface ItemCard {
  readonly id: number | string;
  /** Null: the id stands in its place. */
  readonly title: string | null;
  /** A data URL (`thumbnail`); null: none is known. */
  readonly picture: string | null;
  /** Below the title: "cosine 0.81". */
  readonly notes?: readonly HtmlValue[];
  /** Set off from the others by a border and, for who sees no color, by this word: "wanted". */
  readonly mark?: string;
}

/**
 * A grid of items. Used wherever people decide by looking: retrieved items, boxes of a detector, what a prefix holds.
 *
 * @param label what they are, for who cannot see the grid: "nearest to red mug"
 * @param isRow one line that scrolls sideways, for an order that matters
 */
export function itemCards(
  label: string,
  cards: readonly ItemCard[],
  { isRow = false }: { readonly isRow?: boolean } = {},
): Html {
  const kind = isRow ? 'cards row' : 'cards';
  return html`<ol class="${kind}" aria-label="${label}" ${isRow ? 'tabindex=0' : undefined}>
    ${cards.map(itemCard)}
  </ol> `;
}

function itemCard({ id, title, picture, notes = [], mark }: ItemCard): Html {
  const name = title ?? String(id);
  return html`<li class="${mark === undefined ? 'card' : 'card marked'}">
    ${
      picture === null
        ? html`<span class="no-picture">no picture</span>`
        : html`<img src="${picture}" alt="${name}" loading="lazy" />`
    }
    <span class="name">${name}</span>
    ${mark === undefined ? undefined : html`<strong class="mark">${mark}</strong>`}
    ${notes.map((note) => html`<span class="note">${note}</span>`)}
  </li> `;
}
