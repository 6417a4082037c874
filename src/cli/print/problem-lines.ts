// What is wrong with items of a catalog, as it is printed and kept.
import { join } from 'node:path';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { flagOf } from '../../schema/settings.ts';
import { nameSettings } from '../../util/errors.ts';
import { formatCount } from '../../util/format-count.ts';

const MOST_SHOWN = 5;

/** A problem whose remedy names flags. */
export function nameFlags(each: ItemProblem): ItemProblem {
  return { ...each, problem: nameSettings(each.problem, flagOf) };
}

/**
 * The first of them, and where the others are.
 *
 * @param kept what became of an item that was kept: "encoded without it"
 */
export function problemLines(
  out: string,
  problems: readonly ItemProblem[],
  kept: string,
): readonly string[] {
  const shown = problems.slice(0, MOST_SHOWN).map((each) => {
    const end = each.kept ? kept : 'left out';
    return `row ${each.row}, item ${each.item_id}: ${each.problem}; ${end}`;
  });
  const more = problems.length - shown.length;
  if (more === 0) return shown;
  return [...shown, `and ${formatCount(more)} more in ${join(out, 'problems.json')}`];
}
