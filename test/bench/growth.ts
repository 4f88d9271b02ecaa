import type { Add } from "./figures.ts";
import { summarise } from "./stats.ts";

type Timed = Readonly<Record<string, readonly number[]>>;

/** How many times longer each question takes over a long history than over a short one, by medians of the same run. */
export const addGrowth = (add: Add, { before, after, engine }: { before: Timed; after: Timed; engine: string }): void => {
  for (const [name, values] of Object.entries(after)) {
    const first = before[name];
    if (!first) continue;
    add({
      name: `${name}, long history over short, ${engine}`,
      unit: "ratio",
      values: [summarise(values).median / summarise(first).median],
      budget: { of: "median", atMost: 2 },
    });
  }
};
