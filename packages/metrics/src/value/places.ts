/**
 * The numbers in an order in which those at 10, 50 and 90 %, and each one's neighbour below, stand at their places, as if all
 * had been sorted: nothing else is asked of thousands of draws, and it takes a fifth of the time.
 */
export function tenthsInPlace(values: Float64Array): Float64Array {
  const list = values.slice();
  const count = list.length;
  const [low, middle, high] = [count / 10, count / 2, (count * 9) / 10];
  put(list, middle, 0, count - 1);
  put(list, low, 0, middle - 1);
  put(list, high, middle + 1, count - 1);
  // The neighbour of the middle stands where the search for the lower place may have moved it.
  for (const [place, from] of [
    [low, 0],
    [middle, low + 1],
    [high, middle + 1],
  ] as const)
    largestLast(list, from, place - 1);
  return list;
}

/** Moves what belongs at a place there; what is less before it, what is more behind it (Hoare's quickselect). */
function put(list: Float64Array, place: number, from: number, to: number): void {
  while (from < to) {
    const pivot = medianOf(list[from] as number, list[(from + to) >> 1] as number, list[to] as number);
    let [left, right] = [from, to];
    while (left <= right) {
      while ((list[left] as number) < pivot) left += 1;
      while ((list[right] as number) > pivot) right -= 1;
      if (left > right) break;
      swap(list, left, right);
      left += 1;
      right -= 1;
    }
    if (place <= right) to = right;
    else if (place >= left) from = left;
    else return;
  }
}

function medianOf(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
}

function largestLast(list: Float64Array, from: number, to: number): void {
  let largest = to;
  for (let place = from; place < to; place += 1) if ((list[place] as number) > (list[largest] as number)) largest = place;
  swap(list, largest, to);
}

function swap(list: Float64Array, a: number, b: number): void {
  const held = list[a] as number;
  list[a] = list[b] as number;
  list[b] = held;
}
