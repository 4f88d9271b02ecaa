import { sql, type SQL } from "drizzle-orm";

const texts = new WeakMap<readonly string[], string>();

/**
 * Ids of ours (none has a line break) as one parameter of type text[]: of a list with thousands, drivers quote each by itself,
 * which takes longer than what is asked. Of the same list, the text is put together once.
 */
export const idList = (ids: readonly string[]): SQL => {
  let text = texts.get(ids);
  if (text === undefined) texts.set(ids, (text = ids.join("\n")));
  return sql`string_to_array(${text}::text, e'\n')`;
};
