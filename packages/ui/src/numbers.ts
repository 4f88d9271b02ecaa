/**
 * Makes something when it is first wanted. For formats of `Intl`: the first of a page reads the tables of all languages,
 * which takes as long as all else that the start of the app evaluates.
 */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** "1,204": whole numbers as all of the app writes them, without `Intl`, for nearly every first screen shows some. */
export function formatCount(value: number): string {
  return Number.isSafeInteger(value) ? String(value).replaceAll(/\B(?=(\d{3})+$)/gu, ",") : value.toLocaleString("en-US");
}
