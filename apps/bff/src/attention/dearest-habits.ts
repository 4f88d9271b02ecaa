import { habitAfter, mostHabits } from "@beckon/contracts/attention";
import { longestLookMs } from "@beckon/metrics/attention";
import type { Waits } from "./waits.ts";
import type { Window } from "./window.ts";

const [person, other] = ["p".charCodeAt(0), "o".charCodeAt(0)];

/**
 * What people answered again and again in a window, those first that took most waiting and attention; how many such there
 * are, and answers of people in all. System questions are no habit: no agent asks them.
 */
export const dearestHabits = (waits: Waits, { from, to }: Window): { keys: string[]; n: number; answers: number } => {
  const [plain, took] = [new Uint32Array(waits.habits.length), new Float64Array(waits.habits.length)];
  const isOfAgent = waits.agents.map((id) => id !== "");
  let answers = 0;
  for (let at = 0; at < waits.n; at += 1) {
    const ended = waits.ended[at] as number;
    if (waits.how[at] !== person || ended < from || ended >= to || !isOfAgent[waits.agent[at] as number]) continue;
    const [habit, open] = [waits.habit[at] as number, waits.open[at] as number];
    answers += 1;
    if (waits.tone[at] !== other) plain[habit] = (plain[habit] as number) + 1;
    took[habit] = (took[habit] as number) + ended - (waits.asked[at] as number) + (open >= 0 ? Math.min(open, longestLookMs) : 0);
  }
  const found = waits.habits
    .map((habit, place) => ({ habit, took: took[place] as number, plain: plain[place] as number }))
    .filter((one) => one.plain >= habitAfter)
    .sort((a, b) => b.took - a.took || (a.habit < b.habit ? -1 : 1));
  return { keys: found.slice(0, mostHabits).map(({ habit }) => habit), n: found.length, answers };
};
