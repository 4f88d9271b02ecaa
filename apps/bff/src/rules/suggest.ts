import type { Decision } from "@beckon/contracts/decisions";
import { fittingOption, type Askable } from "@beckon/contracts/rule-match";
import { isCallArguments, plainWords } from "@beckon/contracts/rule-command";
import { areUnder, pathParts } from "@beckon/contracts/rule-folder";
import { usualPerHour, type RuleProposal, type RuleScope } from "@beckon/contracts/rules";
import { visibleParts } from "@beckon/contracts/visible-text";

type Draft = RuleProposal["rule"];

/** What makes two requests the same for a proposal: who asks for what, with which words, where. */
export const repetitionKey = ({ kind, title, body, action, agent, options }: Askable): string => {
  const where = [agent.id, kind, action?.tool, action?.cwd, options.map(({ id, label }) => [id, label])];
  if (action?.command !== undefined) return JSON.stringify([...where, "command", plainWords(action.command) ?? action.command]);
  if ((action?.files?.length ?? 0) > 0) return JSON.stringify([...where, "files"]);
  return JSON.stringify([...where, action ? "tool" : "words", ...(action && action.diff === undefined ? [] : [title, body])]);
};

const hasHidden = (text: string) => visibleParts(text).some(({ kind }) => kind !== "plain");

/**
 * The narrowest rule that gives this answer to such requests, or nothing where no rule may: a risk too high, a text
 * that hides something, files outside the folder of work.
 */
export const draftFor = (asked: Askable, option: NonNullable<Decision["option"]>): Draft | undefined => {
  const chosen = asked.options.find(({ id }) => id === option);
  if (!chosen || asked.agent.demo || asked.multiple) return undefined;
  const subject = subjectOf(asked);
  if (!subject) return undefined;
  const denies = chosen.tone === "deny" && asked.options.filter(({ tone }) => tone === "deny").length === 1;
  const draft: Draft = {
    name: nameOf(asked, chosen.label).slice(0, 80).trim(),
    scope: { kinds: [asked.kind], ...(asked.agent.id ? { agentId: asked.agent.id } : {}), ...subject },
    answer: denies ? { tone: "deny" } : { option: chosen.id, label: chosen.label },
    maxRisk: asked.risk,
    mostPerHour: usualPerHour,
  };
  return fittingOption(draft, asked)?.id === option ? draft : undefined;
};

const subjectOf = ({ title, body, action }: Askable): RuleScope | undefined => {
  const { tool, command, files = [], cwd } = action ?? {};
  if ([title, body ?? "", tool ?? "", command ?? "", cwd ?? ""].some(hasHidden)) return undefined;
  const folder = cwd !== undefined && pathParts(cwd) ? cwd : undefined;
  const place = folder === undefined ? {} : { folder };
  const inside = folder !== undefined && areUnder(folder, files, cwd) ? { folder } : undefined;
  const tools = tool === undefined ? {} : { tools: [tool] };
  if (command !== undefined) return { ...tools, ...inside, command: { is: command } };
  if (files.length > 0) return inside && { ...tools, ...inside, files: inside.folder };
  if (action && action.diff === undefined) return { ...tools, ...place };
  return { ...tools, ...place, says: { title, ...(body === undefined ? {} : { body }) } };
};

const nameOf = ({ title, action }: Askable, label: string): string => {
  const what = action?.command !== undefined && !isCallArguments(action.command) ? (action.command.split("\n")[0] ?? "") : action?.tool;
  return `${label}: ${what && what.length < 70 ? what : title}`;
};
