import type { DecisionRequest } from "@beckon/contracts/decisions";
import { plainWords } from "@beckon/contracts/rule-command";
import { keyOf } from "../platform/keys.ts";

/** What stands in a template wherever requests of one habit differ. */
const mask = "…";
const longest = 300;

/** What is asked, with what varies from one time to the next masked: numbers, ids, hashes, paths, file names, quoted text. */
export const templateOf = ({ title, action }: Pick<DecisionRequest, "title" | "action">): string => {
  if (action?.command !== undefined) return maskCommand(action.command);
  if ((action?.files?.length ?? 0) > 0) return "files";
  return action ? action.tool : maskCommand(title);
};

/** Two requests with the same are one habit: the same kind, tool and template in the same project, whoever asks. */
export const habitOf = (request: Pick<DecisionRequest, "title" | "action" | "kind">, project: string): string =>
  keyOf([request.kind, request.action?.tool ?? "", whatOf(request), templateOf(request), project]);

const whatOf = ({ action }: Pick<DecisionRequest, "action">) =>
  action?.command !== undefined ? "command" : (action?.files?.length ?? 0) > 0 ? "files" : action ? "tool" : "words";

const maskCommand = (command: string): string => {
  const words = plainWords(command) ?? quotesMasked(command.slice(0, 2_000)).split(/\s+/).filter(Boolean);
  const out: string[] = [];
  for (const [place, word] of words.entries()) {
    const masked = place === 0 ? word : maskWord(word);
    if (masked !== mask || out.at(-1) !== mask) out.push(masked);
  }
  return clip(out.join(" "));
};

const quotesMasked = (command: string) => command.replaceAll(/"[^"]*"|'[^']*'/gu, mask);

/** Of an option with a value only the value. */
const maskWord = (word: string): string => {
  const [, name, value] = /^(--?[A-Za-z][\w-]*=)(.*)$/su.exec(word) ?? [];
  if (name !== undefined) return varies(value as string) ? `${name}${mask}` : word;
  return varies(word) ? mask : word;
};

const varies = (word: string) => word.includes(mask) || /[\d/\\@ ]/u.test(word) || /[^.]\.[A-Za-z]{1,5}$/u.test(word);

const clip = (text: string) => (text.length > longest ? `${text.slice(0, longest).toWellFormed()}${mask}` : text);
