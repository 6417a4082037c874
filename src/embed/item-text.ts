// The text of an item where no describer wrote one.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';

/**
 * Title, type, description and attributes as sentences, in this order; null where an item has none of them.
 *
 * @example "Red mug. Mugs. Holds half a liter. color: red"
 */
export function itemText({ title, type, description, attributes }: CatalogItem): string | null {
  const parts = [title, type, description].filter((part) => part !== null);
  const all = [...parts, ...attributes.map(([name, value]) => `${name}: ${value}`)];
  return all.length === 0 ? null : all.reduce(asSentences);
}

function asSentences(text: string, next: string): string {
  return /[.!?]$/.test(text) ? `${text} ${next}` : `${text}. ${next}`;
}
