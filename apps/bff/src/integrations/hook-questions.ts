import type { DecisionRequest, DecisionRequestInput } from "@beckon/contracts/decisions";
import { clip } from "./clean.ts";
import { isRecord, listOf } from "./hook-values.ts";

type Option = { id: string; label: string; description: string | undefined };
export type Question = { text: string; title: string; header: string | undefined; options: Option[]; multiple: boolean };

const mostQuestions = 8;

/** Nothing when one of them cannot be shown: part of the answers would be no answer. */
export const readQuestions = (value: unknown): Question[] => {
  const all = listOf(value).map((each): Question | undefined => {
    if (!isRecord(each) || typeof each.question !== "string") return undefined;
    const title = clip(each.question, 300);
    const options = listOf(each.options).filter(isRecord);
    const read = options.flatMap((option, index): Option[] => {
      const label = clip(option.label, 120);
      return label ? [{ id: `option-${index + 1}`, label: option.label as string, description: clip(option.description, 2_000) }] : [];
    });
    if (!title || read.length > 12) return undefined;
    return {
      text: each.question,
      title,
      header: clip(each.header, 120),
      options: read,
      multiple: (each.multiSelect ?? each.multiple) === true && read.length > 0,
    };
  });
  return all.some((each) => each === undefined) || all.length > mostQuestions ? [] : (all as Question[]);
};

/** The request for one question, whoever asks it. */
export const inputOf = (question: Question, agent: DecisionRequestInput["agent"]): DecisionRequestInput => {
  const described = question.options.filter(({ description }) => description);
  const body = clip(
    [
      question.text.length > question.title.length ? question.text : undefined,
      question.header,
      described.map(({ label, description }) => `- **${label}**: ${description}`).join("\n"),
    ]
      .filter(Boolean)
      .join("\n\n"),
    20_000,
  );
  return {
    kind: question.options.length > 0 ? "choice" : "question",
    title: question.title,
    ...(body ? { body } : {}),
    ...(question.options.length > 0
      ? { options: question.options.map(({ id, label }) => ({ id, label: clip(label, 120) as string, tone: "neutral" as const })) }
      : {}),
    ...(question.multiple ? { multiple: true } : {}),
    allowText: true,
    agent,
  };
};

/** In the agent's own words: the label, the labels joined with ", ", or the person's text. */
export const answerOf = (question: Question, request: DecisionRequest | undefined): string | undefined => {
  const decision = request?.decision;
  if (!decision) return undefined;
  const chosen = question.options.find(({ id }) => id === decision.option)?.label;
  if (question.multiple) return decision.text ?? chosen;
  if (chosen === undefined) return decision.text;
  return decision.text === undefined ? chosen : `${chosen} (${decision.text})`;
};
