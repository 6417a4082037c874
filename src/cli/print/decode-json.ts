// What `sid decode --json` shows, and what of it goes into run.json.
import type { CodedItems } from '../../decode/coded-items.ts';
import type { DecodePlan, ShownPrefix } from '../../decode/decode-plan.ts';
import type { LevelFacts } from '../../decode/measure-levels.ts';
import { codesOf } from '../../decode/prefix-node.ts';

export function decodeToJson(coded: CodedItems, plan: DecodePlan, levels: readonly LevelFacts[]) {
  const { itemIds, codebookSizes, types, isListed_N, numUncoded } = coded;
  const { asked, sections, leftOut, distances } = plan;
  const hasCatalog = isListed_N.includes(1);
  const metrics = {
    items: itemIds.length,
    levels: coded.levels,
    codebook_sizes: [...codebookSizes],
    types: types.length,
    not_in_catalog: hasCatalog ? isListed_N.filter((listed) => listed === 0).length : 0,
    without_codes: numUncoded,
    by_length: levels,
    prefixes: sections.map(({ facts }) => facts),
    more_prefixes: leftOut.prefixes,
  };
  // An overview has a few items of each prefix; what was asked for by name has all.
  const listed = ({ shown, members }: ShownPrefix): readonly number[] =>
    asked.kind === 'overview' ? shown : members;
  const json = {
    ...metrics,
    ...(asked.kind === 'prefix' ? { prefix: asked.facts } : {}),
    ...(asked.kind === 'item' ? { item: itemToJson(coded, asked.item) } : {}),
    prefixes: sections.map((section) => ({
      ...section.facts,
      members: listed(section).map((item) => ({
        ...itemToJson(coded, item),
        ...(distances === null ? {} : { distance: distances.get(String(itemIds[item])) ?? null }),
      })),
    })),
  };
  return { metrics, json };
}

function itemToJson(coded: CodedItems, item: number) {
  const { itemIds, title_N, type_N, types } = coded;
  return {
    item_id: itemIds[item],
    codes: codesOf(coded, item),
    title: title_N[item],
    type: types.at(type_N[item] === -1 ? types.length : type_N[item]) ?? null,
  };
}
