import { keyOf } from "../platform/keys.ts";
import type { Case, Telling, Word } from "./coordination.types.ts";

/** More words than this of one kind by one agent say nothing new; a review may go many rounds. */
const mostEach = 4;
const mostRounds = 200;
const mostCalls = 4;

export const isToldDelegation = (name: string): boolean => /^told:[^:]*:delegation:/.test(name);

export const caseKey = (name: string): string => keyOf([name]);

/** By time; at the same instant in one order whatever order they came in. */
export const inTime = (a: Word, b: Word): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : canon(a) < canon(b) ? -1 : 1);

/** The database gives the same value back with its parts in another order. */
const canon = (word: Word) => JSON.stringify(Object.entries(word).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Adds a word unless it is there already; the earliest are kept, so that any order of the same words leaves the same.
 * Says whether anything changed.
 */
export const addWord = (to: Pick<Case, "words" | "name">, word: Word): boolean => {
  const text = canon(word);
  if (to.words.some((one) => canon(one) === text)) return false;
  const most = to.name.startsWith("review:") ? mostRounds : mostEach;
  const room = new Map<string, number>();
  const calls = new Set<string>();
  const next = [...to.words, word].sort(inTime).filter(({ kind, ok, byId = "", link = "" }) => {
    // Each call once; with more than one that has this key, none of them is meant.
    if (kind === "delegated" && isToldDelegation(to.name)) return calls.size < mostCalls && calls.size < calls.add(link).size;
    const who = `${kind} ${ok} ${byId}`;
    const taken = (room.get(who) ?? 0) + 1;
    room.set(who, taken);
    return taken <= most;
  });
  const changed = next.some((one) => one === word);
  to.words = next;
  return changed;
};

/** Words of one kind as one: the earliest says when, and what it leaves out the later ones tell. */
export const joined = (words: readonly Word[], kind: Word["kind"]): Word | undefined => {
  const own = words.filter((word) => word.kind === kind).sort(inTime);
  return own.length === 0 ? undefined : (Object.assign({}, ...own.toReversed()) as Word);
};

/** The first of a kind, as it was told. */
export const first = (words: readonly Word[], kind: Word["kind"]): Word | undefined =>
  words.filter((word) => word.kind === kind).sort(inTime)[0];

/**
 * Whoever changes a matter holds the lock of this name until the end of the transaction. A delegation, what a program
 * says of it and its sub-agent's run have one, for each is looked up from the other.
 */
export const lockOf = ({ name, owner }: Pick<Telling, "name" | "owner">): string =>
  /^(call|run):/.test(name) || isToldDelegation(name) ? owner.id : name;
