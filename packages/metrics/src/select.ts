/** Moves what belongs at a place there, between `from` and `to`; what is less before it, what is more behind it (Hoare's quickselect). */
export function putInPlace(list: Float64Array, place: number, from = 0, to = list.length - 1): void {
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

/** Two of a list change places. */
export function swap(list: Float64Array, a: number, b: number): void {
  const held = list[a] as number;
  list[a] = list[b] as number;
  list[b] = held;
}
