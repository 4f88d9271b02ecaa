import type { Case, Word } from "./coordination.types.ts";
import { inTime } from "./words.ts";

/** Several tokens may speak of these by one id: who offers and who accepts, who asks for a review and who gives it. */
const isShared = (name: string) => /^(handoff|review):|^task:tk_/.test(name);

/**
 * Whose attempts the words of one matter are. It belongs to the token that opened it; what others say of the same id is
 * said of it. Two tokens that opened the same id mean two things: a word of a third goes to the one it was meant for
 * by name, else to the earlier. Real and demo agents never meet.
 */
export const homesOf = (cases: readonly Case[]): { home: Case; words: Word[] }[] => {
  const groups = Map.groupBy(cases, ({ key, demo, name, ownerId }) => (isShared(name) ? `${key} ${demo}` : `${key} ${ownerId}`));
  return [...groups.values()].flatMap(shareOut);
};

const shareOut = (group: readonly Case[]): { home: Case; words: Word[] }[] => {
  const sorted = [...group].sort((a, b) => inTime(firstOf(a), firstOf(b)) || (a.ownerId < b.ownerId ? -1 : 1));
  const isTask = group.some(({ name }) => name.startsWith("task:"));
  const opened = sorted.filter(({ words }) => words.some(({ kind }) => kind === "open"));
  // A task with an id of ours is one, whoever told of it first.
  const homes = (isTask ? sorted.slice(0, 1) : opened.length > 0 ? opened : []).map((home) => ({ home, words: [...home.words] }));
  if (homes.length === 0) return sorted.map((home) => ({ home, words: [...home.words] }));
  for (const guest of sorted) {
    if (homes.some(({ home }) => home === guest)) continue;
    const meant = homes.find(({ words }) => guest.words.some((said) => words.some(({ to }) => to !== undefined && isNamed(said, to))));
    (meant ?? homes[0])?.words.push(...guest.words);
  }
  return homes;
};

const isNamed = ({ byName, byRole }: Word, to: string) => [byName, byRole].some((name) => name?.toLowerCase() === to.toLowerCase());

const nothing: Word = { kind: "end", at: "" };
const firstOf = ({ words }: Case): Word => [...words].sort(inTime)[0] ?? nothing;
