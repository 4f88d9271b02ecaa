/**
 * Rows that were read page by page, when the first page is read anew: what is new stands at the top, what changed is as it
 * is now, and what was read further down stays.
 */
export function mergedRows<T extends { id: string }>(first: readonly T[], more: readonly T[]): T[] {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...more.filter(({ id }) => !known.has(id))];
}
