// Numbers a batch's items and rows.

/**
 * Replaces values by their numbers: distinct ones in the order in which they first come, from `count` on.
 * Open addressing: a slot is four i32 (so that none straddles a cache line), the round in which it was filled,
 * the value, its number; slots of an earlier round are empty. `distinct` lists the values by number.
 * Of each row of `t` values the first `lengths[i]` count; all where `lengths` is 0. Returns the new count.
 */
export function numberDistinct(
  values: usize,
  lengths: usize,
  n: i32,
  t: i32,
  slots: usize,
  mask: i32,
  round: i32,
  distinct: usize,
  count: i32,
): i32 {
  for (let i = 0; i < n; i++) {
    const first = values + ((<usize>i * <usize>t) << 2);
    const length = lengths == 0 ? t : load<i32>(lengths + ((<usize>i) << 2));
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
  return count;
}

/**
 * Which of n lists of j numbers name a number, in order (a counting sort): those of r stand in
 * members[starts[r]] ... members[starts[r + 1] - 1]. `starts` has room for numRows + 1.
 */
export function groupByRow(
  index: usize,
  n: i32,
  j: i32,
  numRows: i32,
  starts: usize,
  members: usize,
): void {
  memory.fill(starts, 0, (<usize>(numRows + 1)) << 2);
  const end = index + ((<usize>n * <usize>j) << 2);
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
  for (let i = n - 1; i >= 0; i--) {
    for (let k = 0; k < j; k++) {
      p -= 4;
      const at = starts + ((<usize>load<i32>(p)) << 2);
      const place = load<i32>(at) - 1;
      store<i32>(at, place);
      store<i32>(members + ((<usize>place) << 2), i);
    }
  }
}
