import type { TaskPriority, TaskStatus } from "@beckon/contracts/tasks";
import { statusOf } from "./words.ts";

/** The words that programs write most, beside the ones that are spelled the same. */
const doneWords = ["done", "completed", "complete", "finished", "closed"];
const openWords = ["todo", "open", "inbox", "new", "backlog", "ready"];
const doneFor: Record<string, string> = { todo: "done", open: "closed", backlog: "done" };

/** A state in the words, the case and the joints of the word that it takes the place of. */
export const spellStatus = (old: string, status: TaskStatus): string => {
  const plain = old.toLowerCase().replace(/[^a-z]/g, "");
  const word =
    status === "completed"
      ? (doneFor[plain] ?? "completed")
      : status === "pending" && doneWords.includes(plain) && plain === "closed"
        ? "open"
        : status === "pending" && openWords.includes(plain)
          ? plain
          : status;
  return joinedLike(old, word);
};

const joinedLike = (old: string, word: string) => {
  const joint = /[a-z]([ _-])[a-z]/i.exec(old)?.[1] ?? (/[a-z][A-Z]/.test(old) ? "" : "_");
  const parts = word.split("_");
  const isTitle = /^[A-Z][a-z]/.test(old);
  const cased = parts.map((part, index) => {
    if (/^[A-Z][A-Z _-]*$/.test(old) && old.length > 1) return part.toUpperCase();
    const capital = isTitle ? index === 0 || joint === "" || /[ _-][A-Z]/.test(old) || !/[ _-]/.test(old) : joint === "" && index > 0;
    return capital ? part.charAt(0).toUpperCase() + part.slice(1) : part;
  });
  const spelled = cased.join(joint);
  // A word that reads as another state would be worse than a plain one.
  return statusOf(spelled) === statusOf(word) ? spelled : word;
};

const ranks: readonly TaskPriority[] = ["critical", "high", "medium", "low"];

/** A priority as the old one was written: `P1`, `1`, `High`, `HIGH` or `high`. */
export const spellPriority = (old: string, priority: TaskPriority): string => {
  const rank = ranks.indexOf(priority);
  const letter = /^([Pp])[\s_-]?\d$/.exec(old)?.[1];
  if (letter) return `${letter}${rank}`;
  if (/^\d$/.test(old)) return String(rank);
  const word = priority === "medium" && /^(normal|default)$/i.test(old) ? "normal" : priority;
  if (/^[A-Z]{2,}$/.test(old)) return word.toUpperCase();
  return /^[A-Z]/.test(old) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
};
