import type { AttentionSummary } from "@beckon/contracts/attention";
import type { Waits } from "./waits.ts";
import type { Window } from "./window.ts";

/** Answers of people that came in a window: which waits they ended, how long those took (ms), and when they came. */
export type Answers = {
  waits: Waits;
  at: Uint32Array;
  took: Float64Array;
  when: Float64Array;
  /** How all that ended in it ended. */
  ended: AttentionSummary["answers"]["ended"];
};

const codeOf = (letter: string) => letter.charCodeAt(0);
const person = codeOf("p");

export const answersOf = (waits: Waits, { from, to }: Window): Answers => {
  const [at, took, when] = [new Uint32Array(waits.n), new Float64Array(waits.n), new Float64Array(waits.n)];
  const counts = new Uint32Array(128);
  let n = 0;
  for (let place = 0; place < waits.n; place += 1) {
    const ended = waits.ended[place] as number;
    if (ended < from || ended >= to) continue;
    const how = waits.how[place] as number;
    counts[how] = (counts[how] as number) + 1;
    if (how !== person) continue;
    at[n] = place;
    took[n] = ended - (waits.asked[place] as number);
    when[n] = ended;
    n += 1;
  }
  const count = (letter: string) => counts[codeOf(letter)] as number;
  return {
    waits,
    ...{ at: at.subarray(0, n), took: took.subarray(0, n), when: when.subarray(0, n) },
    ended: { person: n, rule: count("r"), expired: count("e"), withdrawn: count("w") },
  };
};

/** Answers of people that were given in a window, by the clock of their device: how long the card had been open (ms), NaN where nobody knows. */
export type Looks = { open: Float64Array; when: Float64Array };

export const looksOf = (waits: Waits, { from, to }: Window): Looks => {
  const [open, when] = [new Float64Array(waits.n), new Float64Array(waits.n)];
  let n = 0;
  for (let place = 0; place < waits.n; place += 1) {
    const answered = waits.answered[place] as number;
    if (waits.how[place] !== person || !(answered >= from && answered < to)) continue;
    open[n] = waits.open[place] as number;
    when[n] = answered;
    n += 1;
  }
  return { open: open.subarray(0, n), when: when.subarray(0, n) };
};
