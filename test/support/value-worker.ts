import type { ValueInput } from "../../packages/metrics/src/value/types.ts";
// By its address, as the browser gets it.
import { valueOf } from "../../packages/metrics/src/value/model.ts";

/** What is to be timed: the model, or as many plain steps as it has draws. */
export type Asked = { kind: "model"; input: ValueInput } | { kind: "plain"; steps: number };

/** `ms`: what it took, without the way there and back. */
export type Answered = { ms: number };

export function answered(asked: Asked): Answered {
  const began = performance.now();
  if (asked.kind === "model") valueOf(asked.input);
  else plain(asked.steps);
  return { ms: performance.now() - began };
}

addEventListener("message", ({ data }: MessageEvent<Asked>) => postMessage(answered(data)));

/** The least that a draw of one outcome can be: a random number, a place in a table, a sum. */
function plain(steps: number): number {
  const table = new Float64Array(1024).map((_, index) => index);
  const sums = new Float64Array(10_000);
  let word = 1;
  for (let step = 0; step < steps; step += 1) {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) | 0;
    const at = step % sums.length;
    sums[at] = (sums[at] as number) + (table[word >>> 22] as number);
  }
  return sums[0] as number;
}
