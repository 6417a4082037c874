// Numbers a batch's items and rows.
import { GroupByRow, NumberDistinct } from '../blocks.as';

/** A slot is four i32, so that none straddles a cache line: the round in which it was filled, the value, its number. */
export function numberDistinct(address: usize): void {
  const block = changetype<NumberDistinct>(address);
  const values = block.values_NT,
    lengths = block.lengths_N,
    slots = block.slots_P4,
    distinct = block.distinct_D;
  const mask = block.numSlots - 1,
    round = block.round;
  let count = block.count;
  for (let i = 0; i < block.numLists; i++) {
    const first = values + ((<usize>i * <usize>block.listLength) << 2);
    const length = lengths == 0 ? block.listLength : load<i32>(lengths + ((<usize>i) << 2));
    const last = first + ((<usize>length) << 2);
    for (let p = first; p < last; p += 4) {
      const value = load<i32>(p);
      let at = ((value * 0x9e3779b1) >>> 7) & mask;
      let slot = slots + ((<usize>at) << 4);
      while (load<i32>(slot) == round && load<i32>(slot, 4) != value) {
        at = (at + 1) & mask;
        slot = slots + ((<usize>at) << 4);
      }
      if (load<i32>(slot) != round) {
        store<i32>(slot, round);
        store<i32>(slot, value, 4);
        store<i32>(slot, count, 8);
        store<i32>(distinct + ((<usize>count) << 2), value);
        count++;
      }
      store<i32>(p, load<i32>(slot, 8));
    }
  }
  block.count = count;
}

/** A counting sort. */
export function groupByRow(address: usize): void {
  const block = changetype<GroupByRow>(address);
  const index = block.rowNumbers_UJ,
    starts = block.starts_E,
    members = block.members_N;
  const numTokens = block.numTokens,
    numRows = block.numStarts - 1;
  memory.fill(starts, 0, (<usize>(numRows + 1)) << 2);
  const end = index + ((<usize>block.numItems * <usize>numTokens) << 2);
  for (let p = index; p < end; p += 4) {
    const at = starts + ((<usize>load<i32>(p)) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  let sum = 0;
  for (let r = 0; r < numRows; r++) {
    const at = starts + ((<usize>r) << 2);
    sum += load<i32>(at);
    store<i32>(at, sum);
  }
  store<i32>(starts + ((<usize>numRows) << 2), sum);
  let p = end;
  for (let i = block.numItems - 1; i >= 0; i--) {
    for (let k = 0; k < numTokens; k++) {
      p -= 4;
      const at = starts + ((<usize>load<i32>(p)) << 2);
      const place = load<i32>(at) - 1;
      store<i32>(at, place);
      store<i32>(members + ((<usize>place) << 2), i);
    }
  }
}
