// What a catalog says of an item, as a prompt shows it.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';

/** Letters of one fact; a description can be a whole web page, and every call pays for it. */
const MOST_LETTERS = 2000;

/** For an item of which there is a picture alone. */
export const NO_FACTS = '(nothing: there is only the picture)';

/**
 * A line for each thing that the catalog says; null where it says nothing.
 *
 * @example "type: Mugs\ntitle: Red mug\ncolor: red"
 */
export function itemFacts({ type, title, description, attributes }: CatalogItem): string | null {
  const all = [['type', type], ['title', title], ['description', description], ...attributes];
  const lines = all.flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${shorten(value.replaceAll(/\s+/g, ' '))}`],
  );
  return lines.length === 0 ? null : lines.join('\n');
}

function shorten(text: string): string {
  return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS)} ...`;
}
