// Points to centers, with as many to each.

/** Choices of a point that are looked up at once. */
const CHOICES = 16;
const POINTS_PER_CHUNK = 2048;

/** The square distances of some points to all K centers, one row for each point. */
export type SquareDistances = (points: Int32Array) => Float32Array;

/**
 * Gives each point a center so that none has more than ceil(N / K) points: each point asks its nearest center, a center keeps
 * the nearest of those that ask, and who is turned away asks the next nearest (deferred acceptance, Gale 1962). In the end
 * no point is nearer to another center than to its own where that center would rather have it than one that it has; which
 * points ask first makes no difference. Ties go to the lower index.
 *
 * Cost: N K distances, and K more for each sixteen times that a point is turned away.
 *
 * @returns the center of each point
 */
export function balancedAssignment(
  numPoints: number,
  numCenters: number,
  squareDistances: SquareDistances,
): Int32Array {
  const capacity = Math.ceil(numPoints / numCenters);
  const choices = createChoices(numPoints, numCenters, squareDistances);
  const kept = Array.from({ length: numCenters }, () => createKeeper(capacity));
  const center_N = new Int32Array(numPoints);
  let waiting: number[] = Array.from({ length: numPoints }, (_, point) => point);
  while (waiting.length > 0) {
    choices.lookUp(Int32Array.from(waiting));
    if (!waiting.every(choices.hasNext))
      throw new Error('a point has no center: distances are no numbers');
    const exhausted: number[] = [];
    for (let asking = waiting.pop(); asking !== undefined; asking = waiting.pop()) {
      let point = asking;
      while (choices.hasNext(point)) {
        const { center, square } = choices.next(point);
        const refused = kept[center].offer(point, square);
        if (refused === undefined) {
          point = -1;
          break;
        }
        point = refused;
      }
      if (point >= 0) exhausted.push(point);
    }
    waiting = exhausted.sort((a, b) => a - b);
  }
  kept.forEach(({ points }, center) => points().forEach((point) => (center_N[point] = center)));
  return center_N;
}

/** The centers of each point, nearest first, looked up a few at a time. */
function createChoices(numPoints: number, numCenters: number, squareDistances: SquareDistances) {
  const perPoint = Math.min(CHOICES, numCenters);
  const centers = new Int32Array(numPoints * perPoint);
  const squares = new Float32Array(numPoints * perPoint);
  const [asked_N, known_N] = [new Int32Array(numPoints), new Int32Array(numPoints)];
  return {
    /** The next few of each of these points, which have asked all that were known. */
    lookUp(points: Int32Array): void {
      for (let start = 0; start < points.length; start += POINTS_PER_CHUNK) {
        const chunk = points.subarray(start, start + POINTS_PER_CHUNK);
        const squares_BK = squareDistances(chunk);
        chunk.forEach((point, row) => {
          const of_K = squares_BK.subarray(row * numCenters, (row + 1) * numCenters);
          const last = point * perPoint + known_N[point] - 1;
          const next = nextNearest(
            of_K,
            perPoint,
            known_N[point] === 0
              ? undefined
              : {
                  center: centers[last],
                  square: squares[last],
                },
          );
          next.forEach((center, i) => {
            centers[point * perPoint + i] = center;
            squares[point * perPoint + i] = of_K[center];
          });
          asked_N[point] = 0;
          known_N[point] = next.length;
        });
      }
    },
    hasNext: (point: number): boolean => asked_N[point] < known_N[point],
    next(point: number): { center: number; square: number } {
      const at = point * perPoint + asked_N[point]++;
      return { center: centers[at], square: squares[at] };
    },
  };
}

/** The nearest centers behind one, nearest first; at most so many. */
function nextNearest(
  squares_K: Float32Array,
  most: number,
  behind: { readonly center: number; readonly square: number } | undefined,
): number[] {
  const nearest: number[] = [];
  const isNearer = (a: number, b: number): boolean =>
    squares_K[a] < squares_K[b] || (squares_K[a] === squares_K[b] && a < b);
  for (let center = 0; center < squares_K.length; center++) {
    const square = squares_K[center];
    const isBehind =
      behind === undefined ||
      square > behind.square ||
      (square === behind.square && center > behind.center);
    if (Number.isNaN(square) || !isBehind) continue;
    if (nearest.length === most && !isNearer(center, nearest[most - 1])) continue;
    let at = Math.min(nearest.length, most - 1);
    for (; at > 0 && isNearer(center, nearest[at - 1]); at--) nearest[at] = nearest[at - 1];
    nearest[at] = center;
  }
  return nearest;
}

/** The nearest points of those that asked a center: a heap with the farthest on top. */
function createKeeper(capacity: number) {
  const points: number[] = [];
  const squares: number[] = [];
  const isFarther = (a: number, b: number): boolean =>
    squares[a] > squares[b] || (squares[a] === squares[b] && points[a] > points[b]);
  const swap = (a: number, b: number): void => {
    [points[a], points[b]] = [points[b], points[a]];
    [squares[a], squares[b]] = [squares[b], squares[a]];
  };
  const sink = (): void => {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let top = at;
      if (left < points.length && isFarther(left, top)) top = left;
      if (right < points.length && isFarther(right, top)) top = right;
      if (top === at) return;
      swap(at, top);
      at = top;
    }
  };
  return {
    /** @returns the point that is turned away: this one, or one that was kept; undefined: none */
    offer(point: number, square: number): number | undefined {
      if (points.length < capacity) {
        let at = points.push(point) - 1;
        squares.push(square);
        for (; at > 0; at = (at - 1) >> 1) {
          if (!isFarther(at, (at - 1) >> 1)) break;
          swap(at, (at - 1) >> 1);
        }
        return undefined;
      }
      const isNearer = square < squares[0] || (square === squares[0] && point < points[0]);
      if (!isNearer) return point;
      const refused = points[0];
      [points[0], squares[0]] = [point, square];
      sink();
      return refused;
    },
    points: (): readonly number[] => points,
  };
}
