import type { DecisionOption } from "@beckon/contracts/decisions";
import { clip } from "../clean.ts";
import { isRecord, listOf, type Json } from "../hook-values.ts";

/** One of the agent's own proposals for the future, in words, with the id of its option. */
export type Suggestion = { option: DecisionOption; update: Json; note?: string };

const where: Record<string, string> = {
  session: "in this session",
  localSettings: "in this project",
  projectSettings: "in this project, for everybody",
  userSettings: "in all projects",
  cliArg: "in this session",
};
const modes: Record<string, string> = {
  acceptEdits: "accept all edits",
  plan: "go back to planning",
  default: "ask again before each change",
  dontAsk: "refuse what is not allowed without asking",
  auto: "let Claude's own check decide",
  bypassPermissions: "never ask again",
};
const most = 9;

/** Those that can be said in words; one that cannot is not offered, for nobody would know what it does. */
export const readSuggestions = (value: unknown): Suggestion[] =>
  listOf(value)
    .filter(isRecord)
    .flatMap((update, index): Suggestion[] => {
      const words = wordsOf(update);
      const label = words && clip(`Allow, and ${words.what}`, 120);
      if (!words || !label) return [];
      // Cut, a rule could mean less than it says.
      if (label.length < `Allow, and ${words.what}`.length) return [];
      return [{ option: { id: `allow-${index + 1}`, label, tone: "approve" }, update, ...(words.note ? { note: words.note } : {}) }];
    })
    .slice(0, most);

const wordsOf = (update: Json): { what: string; note?: string } | undefined => {
  const place = typeof update.destination === "string" ? where[update.destination] : undefined;
  if (!place) return undefined;
  if (update.type === "addRules") {
    const rules = listOf(update.rules).filter(isRecord).map(ruleOf);
    const verb = { allow: "always allow", deny: "always refuse", ask: "always ask about" }[String(update.behavior)];
    if (!verb || rules.length === 0 || rules.some((rule) => rule === undefined)) return undefined;
    return { what: `${verb} ${rules.join(", ")} ${place}` };
  }
  if (update.type === "setMode") {
    const mode = typeof update.mode === "string" && Object.hasOwn(modes, update.mode) ? modes[update.mode] : undefined;
    return mode ? { what: `${mode} ${place}` } : undefined;
  }
  if (update.type === "addDirectories") {
    const folders = listOf(update.directories).filter((each): each is string => typeof each === "string" && each !== "");
    if (folders.length === 0 || folders.length < listOf(update.directories).length) return undefined;
    return {
      what: `let it work in ${folders.join(", ")} ${place}`,
      note: "Letting it work in a folder means that it may read files there without asking. It still asks before each command.",
    };
  }
  return undefined;
};

const ruleOf = ({ toolName, ruleContent }: Json): string | undefined => {
  if (typeof toolName !== "string" || toolName === "") return undefined;
  if (typeof ruleContent !== "string" || ruleContent === "") return toolName;
  return toolName === "Bash" ? `\`${ruleContent}\`` : `${toolName}(${ruleContent})`;
};
