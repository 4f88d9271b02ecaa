import { putInPlace, swap } from "../select.ts";

/**
 * The numbers in an order in which those at 10, 50 and 90 %, and each one's neighbour below, stand at their places, as if all
 * had been sorted: nothing else is asked of thousands of draws, and it takes a fifth of the time.
 */
export function tenthsInPlace(values: Float64Array): Float64Array {
  const list = values.slice();
  const count = list.length;
  const [low, middle, high] = [count / 10, count / 2, (count * 9) / 10];
  putInPlace(list, middle, 0, count - 1);
  putInPlace(list, low, 0, middle - 1);
  putInPlace(list, high, middle + 1, count - 1);
  // The neighbour of the middle stands where the search for the lower place may have moved it.
  for (const [place, from] of [
    [low, 0],
    [middle, low + 1],
    [high, middle + 1],
  ] as const)
    largestLast(list, from, place - 1);
  return list;
}

function largestLast(list: Float64Array, from: number, to: number): void {
  let largest = to;
  for (let place = from; place < to; place += 1) if ((list[place] as number) > (list[largest] as number)) largest = place;
  swap(list, largest, to);
}
