import { failureLine } from "./failure-text.ts";
import { framed, type Frame } from "./figure.ts";
import { mask, maskLine } from "./failure-mask.ts";

const longestTemplate = 300;
const prefix =
  /^(?:[\s…[\]|:-]{0,20}(?:error|err|fatal|fehler|warn|warning|uncaught|unhandled|api error|\w{1,40}error(?=: [A-Z\d]))?[\]:]{0,2}\s{1,9}){1,4}/i;

/**
 * What the messages of one kind of failure have in common: the line that names it, with all that differs
 * masked. Two messages are one pattern exactly if `patternKey` is equal. At most 300 characters.
 */
export function failureTemplate(message: string): string {
  const line = failureLine(message);
  const masked = maskLine(line);
  const bare = masked.replace(prefix, "");
  if (bare.length <= 3) return cut(masked);
  // A count that the sentence begins with is part of it: "2 of 14 checks failed". A time or a level before it is not.
  const counts = counted.test(line) && masked.length - bare.length === mask.length + 1;
  return cut(counts ? masked : bare);
}

const counted = /^\d{1,6}\s{1,9}\p{L}/u;
const cut = (text: string) => text.slice(0, longestTemplate).toWellFormed();

/** The template for comparison: case, closing marks and whether a count stands before it do not matter. */
export function patternKey(message: string): string {
  return failureTemplate(message)
    .toLowerCase()
    .replace(/^… /, "")
    .replace(/[\s.:,;!…]{1,300}$/, "");
}

/** One failure. `at` ISO-8601; `exhausted`: no retry is left. */
export type Failure = { message: string; at: string; agent?: string | undefined; exhausted?: boolean | undefined };

/** Failures that say the same. `agents` in order of their names; `example` is the earliest message. */
export type FailurePattern = {
  key: string;
  template: string;
  count: number;
  exhausted: number;
  firstAt: string;
  lastAt: string;
  agents: string[];
  example: string;
};

/** METRICS "Failure pattern": exhausted ones first, then the most frequent; the order in which failures arrive does not matter. */
export function failurePatterns(failures: Iterable<Failure>, frame?: Frame): { patterns: FailurePattern[]; n: number } & Frame {
  const groups = new Map<string, Failure[]>();
  let n = 0;
  for (const failure of failures) {
    const key = patternKey(failure.message);
    const group = groups.get(key);
    if (group) group.push(failure);
    else groups.set(key, [failure]);
    n += 1;
  }
  const patterns = [...groups].map(([key, group]) => patternOf(key, group));
  return {
    patterns: patterns.sort((a, b) => b.exhausted - a.exhausted || b.count - a.count || (a.key < b.key ? -1 : 1)),
    n,
    ...framed(frame),
  };
}

function patternOf(key: string, group: readonly Failure[]): FailurePattern {
  const sorted = [...group].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.message < b.message ? -1 : 1));
  const [first, last] = [sorted[0] as Failure, sorted.at(-1) as Failure];
  const agents = [...new Set(group.flatMap(({ agent }) => (agent === undefined ? [] : [agent])))].sort();
  return {
    key,
    template: failureTemplate(first.message),
    count: group.length,
    exhausted: group.filter(({ exhausted }) => exhausted === true).length,
    firstAt: first.at,
    lastAt: last.at,
    agents,
    example: first.message,
  };
}
