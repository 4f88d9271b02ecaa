import { wrongCursor } from "../platform/http/wrong-cursor.ts";

/** By what groups are ordered: hours delivered, then what was spent; both whole, so that the order is the same each time. */
export type Place = { key: string; milliHours: number; cost: number };

export const inOrder = (a: Place, b: Place): number =>
  b.milliHours - a.milliHours || b.cost - a.cost || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

export const cursorOf = ({ milliHours, cost, key }: Place): string =>
  Buffer.from(JSON.stringify([milliHours, cost, key])).toString("base64url");

/** The index of the first group after the one at which a page ended, wherever that stands by now. */
export const afterCursor = (groups: readonly Place[], cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const place = parse(cursor);
  const index = groups.findIndex((group) => inOrder(place, group) < 0);
  return index === -1 ? groups.length : index;
};

const parse = (cursor: string): Place => {
  try {
    const [milliHours, cost, key] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
    if (Number.isSafeInteger(milliHours) && Number.isSafeInteger(cost) && typeof key === "string")
      return { milliHours: milliHours as number, cost: cost as number, key };
  } catch {
    // Not one of ours.
  }
  throw wrongCursor();
};
