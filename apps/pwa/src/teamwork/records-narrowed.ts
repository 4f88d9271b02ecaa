import type { Agent } from "@beckon/contracts/agents";
import type { FailurePattern } from "@beckon/contracts/coordination";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import type { TeamworkLook } from "./teamwork-look.ts";
import { causeWords, statusLooks } from "./teamwork-words.ts";

export type Narrowed = { words: string; without: Partial<TeamworkLook> };
type Known = { agents: readonly Agent[]; patterns: readonly Pick<FailurePattern, "id" | "template">[] };
const longest = 60;

/** What narrows the rows beside the filters, in words, each with how to take it away. */
export function narrowedBy(look: TeamworkLook, { agents, patterns }: Known): Narrowed[] {
  const side = (key: string) => {
    if (key === "-") return "nobody named";
    const name = key.startsWith("=") ? key.slice(1) : (agents.find(({ id }) => id === key)?.name ?? "an agent");
    return shownWords(short(name, longest));
  };
  const role = (name: string) => (name === "-" ? "no role told" : `role ${shownWords(short(name, longest))}`);
  const pattern = patterns.find(({ id }) => id === look.pattern);
  const all: (Narrowed | undefined)[] = [
    look.status && { words: statusLooks[look.status].word, without: { status: undefined } },
    look.cause && { words: `Cause: ${causeWords[look.cause]}`, without: { cause: undefined } },
    look.exhausted && { words: "No retry left", without: { exhausted: undefined } },
    look.pattern === undefined
      ? undefined
      : { words: pattern ? `Like “${shownWords(short(pattern.template, longest))}”` : "One pattern", without: { pattern: undefined } },
    look.giver === undefined ? undefined : { words: `From ${side(look.giver)}`, without: { giver: undefined } },
    look.taker === undefined ? undefined : { words: `To ${side(look.taker)}`, without: { taker: undefined } },
    look.giverRole === undefined ? undefined : { words: `From ${role(look.giverRole)}`, without: { giverRole: undefined } },
    look.takerRole === undefined ? undefined : { words: `To ${role(look.takerRole)}`, without: { takerRole: undefined } },
  ].map((one) => one || undefined);
  return all.filter((one) => one !== undefined);
}
