import type { Case, Word } from "./coordination.types.ts";
import { toldName } from "./facts.ts";
import { caseKey, isToldDelegation } from "./words.ts";

/** Several matters on their way, by `idOf`. */
export type Cases = ReadonlyMap<string, Case>;
export const idOf = ({ key, ownerId }: Pick<Case, "key" | "ownerId">) => `${key} ${ownerId}`;

/** The keys of what is told of the same thing under another name: a call, its sub-agent's run, and a program's word on it. */
export const linksOf = ({ name, ownerId, words }: Case): string[] => [
  ...words.flatMap(({ link }) => (link ? [caseKey(link)] : [])),
  ...(name.startsWith("call:") ? [caseKey(toldOf(name, ownerId))] : []),
];
const toldOf = (call: string, ownerId: string) => toldName(ownerId, "delegation", call.slice(call.indexOf(":", "call:".length) + 1));

/**
 * The words that make the attempts of one matter, and those of the run that a call started. A delegation that signals
 * and a program both tell of is the program's, which knows it by its id: there it counts, and there alone.
 */
export const saidOf = (
  home: Case,
  words: readonly Word[],
  cases: Cases,
): { name: string; words: readonly Word[]; run: readonly Word[] } => {
  const { name, ownerId } = home;
  const find = (other: string) => cases.get(idOf({ key: caseKey(other), ownerId }));
  const runOf = (some: readonly Word[]) => some.flatMap(({ link }) => (link ? (find(link)?.words ?? []) : []));
  if (name.startsWith("call:")) {
    const told = find(toldOf(name, ownerId));
    const isTheirs = told?.words.some(({ kind }) => kind === "open") && soleCall(told.words) === name;
    return isTheirs ? { name, words: [], run: [] } : { name, words, run: runOf(words) };
  }
  const call = isToldDelegation(name) ? soleCall(words) : undefined;
  if (call === undefined || !words.some(({ kind }) => kind === "open")) return { name, words, run: [] };
  const called = find(call)?.words ?? [];
  return { name: call, words: [...words.filter(({ kind }) => kind !== "delegated"), ...called], run: runOf(called) };
};

/** The call that is meant by a program's key; of several with that key none. */
const soleCall = (words: readonly Word[]): string | undefined => {
  const calls = new Set(words.flatMap(({ kind, link }) => (kind === "delegated" && link ? [link] : [])));
  return calls.size === 1 ? [...calls][0] : undefined;
};
