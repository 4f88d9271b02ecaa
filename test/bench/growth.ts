import type { Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { summarise } from "./stats.ts";

type Timed = Readonly<Record<string, readonly number[]>>;

/** Told first what questions take over a short history, then over a long one: how many times longer, by medians of the same run. */
export const createGrowth = (add: Add) => {
  const short = new Map<string, Timed>();
  return ({ name: engine }: Engine, timed: Timed): void => {
    const before = short.get(engine);
    if (!before) return void short.set(engine, timed);
    for (const [name, values] of Object.entries(timed)) {
      const first = before[name];
      if (!first) continue;
      add({
        name: `${name}, long history over short, ${engine}`,
        unit: "ratio",
        values: [summarise(values).median / summarise(first).median],
        // Of a day the history before it is no part: its questions are of how dense the work is.
        ...(name.startsWith("24 hours") ? {} : { budget: { of: "median", atMost: 2 } as const }),
      });
    }
  };
};
