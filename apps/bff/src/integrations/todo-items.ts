import type { Signal } from "@beckon/contracts/signals";
import { clip } from "./clean.ts";

type Todos = NonNullable<Extract<Signal, { kind: "progress.reported" }>["data"]["todos"]>;

/** More than this nobody reads as a list; of a longer one nothing is said, for what is left out would count as dropped. */
const most = 100;

/** An agent's to-do list as it tells it: `content` and `status` are what all have, an id and a priority some. */
export const todoItems = (all: readonly Record<string, unknown>[]): Todos | undefined => {
  if (all.length > most) return undefined;
  return all.flatMap(({ content, status: said, id, priority: wish }) => {
    const subject = clip(content, 300);
    const status = clip(said, 60);
    if (!subject || !status) return [];
    const key = clip(id, 100);
    const priority = clip(wish, 60);
    return [{ subject, status, ...(key ? { key } : {}), ...(priority ? { priority } : {}) }];
  });
};
