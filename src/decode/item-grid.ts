// Items on the page: cards with pictures, or titles where there are none.
import { html } from '../util/html.ts';
import type { Html } from '../util/html.ts';
import { itemCards } from '../util/item-cards.ts';
import type { ItemCard } from '../util/item-cards.ts';
import type { CodedItems } from './coded-items.ts';
import type { ShownPrefix } from './decode-plan.ts';
import { codesOf } from './prefix-node.ts';

/** Draws the items of a prefix. */
export interface Grid {
  cards(section: ShownPrefix): Html;
  /** In a frame for each next code. */
  groups(section: ShownPrefix): Html;
  single(item: number): Html;
}

export function createGrid({
  coded,
  pictured,
  urls,
}: {
  readonly coded: CodedItems;
  readonly pictured: ReadonlySet<ShownPrefix>;
  readonly urls: ReadonlyMap<number, string>;
}): Grid {
  const cardOf = (item: number): ItemCard => ({
    id: coded.itemIds[item],
    title: coded.title_N[item],
    picture: urls.get(item) ?? null,
  });
  const nameOf = (item: number): string => coded.title_N[item] ?? String(coded.itemIds[item]);
  const labelOf = ({ facts }: ShownPrefix): string => `items of prefix ${facts.prefix.join()}`;
  /** A page without any picture shows no empty frames. */
  const draw = (section: ShownPrefix, label: string, items: readonly number[]): Html =>
    pictured.has(section) && urls.size > 0
      ? itemCards(label, items.map(cardOf))
      : html`<ul class="titles" aria-label="${label}">
          ${items.map((item) => html`<li>${nameOf(item)}</li>`)}
        </ul>`;
  return {
    cards: (section) => draw(section, labelOf(section), section.shown),
    groups(section) {
      const depth = section.facts.prefix.length;
      const groups = groupByCode(coded, section.shown, depth);
      if (groups.length < 2) return draw(section, labelOf(section), section.shown);
      return html`<div class="groups">
        ${groups.map(({ prefix, items }) => {
          const label = `items of prefix ${prefix.join()}`;
          return html`<div class="group">
            <span class="codes">${prefix.join()}</span> ${draw(section, label, items)}
          </div>`;
        })}
      </div>`;
    },
    single: (item) => itemCards('the item', [{ ...cardOf(item), mark: 'this one' }]),
  };
}

/** Items, which are in the order of their codes, by the code at a depth; all of one group behind the last code. */
function groupByCode(coded: CodedItems, items: readonly number[], depth: number) {
  const groups: { prefix: number[]; items: number[] }[] = [];
  for (const item of items) {
    const prefix = codesOf(coded, item).slice(0, depth + 1);
    const last = groups.at(-1);
    if (last?.prefix.join() === prefix.join()) last.items.push(item);
    else groups.push({ prefix, items: [item] });
  }
  return groups;
}
