import { UnexpectedAnswerError } from "@beckon/agent-client";

/** Parses `{ items: T[] }` with the contract of one item. */
export const pageOf = <T>(item: { parse(value: unknown): T }) => ({
  parse(value: unknown): { items: T[] } {
    const items = (value as { items?: unknown } | null)?.items;
    if (!Array.isArray(items)) throw new UnexpectedAnswerError("the answer has no items");
    return { items: items.map((one) => item.parse(one)) };
  },
});
