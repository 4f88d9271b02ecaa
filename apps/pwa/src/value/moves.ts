import type { ValueHeadline } from "@beckon/contracts/value-figures";
import { bareHours, chanceWords, hours, money, percent, span } from "./value-words.ts";

type Triple = { p10: number; p50: number; p90: number };
export type Move = { name: string; before: string; after: string; differs: boolean };
type Currencies = { before: string; after: string };

const none = "not known";

/** What a change of assumptions moves, figure by figure. */
export function movesOf(before: ValueHeadline, after: ValueHeadline, currency: Currencies): Move[] {
  const row = (name: string, said: (of: ValueHeadline, currency: string) => string): Move => {
    const [from, to] = [said(before, currency.before), said(after, currency.after)];
    return { name, before: from, after: to, differs: from !== to };
  };
  const range = (triple: Triple | null, say: (value: number) => string) => (triple ? `${say(triple.p50)} (${span(triple, say)})` : none);
  return [
    row("Break-even", ({ breakEvenMilliHours: milli }) => (milli === null ? none : `${bareHours(milli)} h`)),
    row("Hours delivered", ({ milliHours }) => range(milliHours, hours)),
    row("Value", ({ value }, code) => range(value, (micros) => money(micros, code))),
    row("Cost", ({ costMicros }, code) => (costMicros === null ? none : money(costMicros, code))),
    row("Net", ({ net }, code) => range(net, (micros) => money(micros, code))),
    row("ROI", ({ roi }) => range(roi, percent)),
    row("Sure that it pays", ({ chance }) => (chance === null ? none : chanceWords(chance).of)),
  ];
}
