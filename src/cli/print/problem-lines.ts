// What is wrong with items of a catalog, as it is printed and kept.
import { join } from 'node:path';
import { PROBLEMS_FILE } from '../../parts/item-problem.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { flagOf } from '../../schema/settings.ts';
import { nameSettings } from '../../util/errors.ts';
import { formatCount } from '../../util/format-count.ts';
import { plural } from '../../util/plural.ts';

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
  return [...shown, `and ${formatCount(more)} more in ${join(out, PROBLEMS_FILE)}`];
}

/** The same in one line, for who has many commands done. @param problems at least one */
export function problemLine(out: string, problems: readonly ItemProblem[]): string {
  const [{ row, item_id, problem }] = problems;
  const left = problems.filter(({ kept }) => !kept).length;
  return (
    `${plural(problems.length, 'item')} with less than was wanted, ${formatCount(left)} of them left out; the first, ` +
    `row ${row}, item ${item_id}: ${problem}; all in ${join(out, PROBLEMS_FILE)}`
  );
}
