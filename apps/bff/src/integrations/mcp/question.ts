import type { DecisionOption, DecisionRequestInput } from "@beckon/contracts/decisions";
import { risk } from "@beckon/contracts/decisions";
import { text } from "@beckon/contracts/common";
import { z } from "zod";
import { agentRefOf, type McpCall } from "./client.ts";

const waitSeconds = z
  .number()
  .min(0)
  .max(3_300)
  .optional()
  .describe("How long this call may wait for the answer. Leave it out; 0 only registers the question.");

const notBlank = (value: string) => value.trim() !== "";
const distinct = (options: readonly string[]) => new Set(options.map((option) => option.trim())).size === options.length;

/** What `ask_human` takes. */
export const askArguments = z.object({
  question: text(4_000)
    .refine(notBlank, "must not be blank")
    .describe("The question, complete in itself: the person reads it on a phone and does not see your conversation."),
  options: z
    .array(text(120))
    .max(12)
    .refine(distinct, "options must differ")
    .optional()
    .describe("Answers to choose from, 2–12, a few words each, your recommendation first. Leave out for a free answer."),
  allow_text: z.boolean().optional().describe("With options: whether an answer in own words is fine too. Default false."),
  context: text(15_900).optional().describe("What the person must know to decide: what happens on each answer, and why you ask. Markdown."),
  risk: risk.optional().describe("What a wrong answer can damage. Default low."),
  expires_in_minutes: z
    .number()
    .int()
    .min(1)
    .max(43_200)
    .optional()
    .describe("When the question is void if nobody answers. Default 1440, a day."),
  wait_seconds: waitSeconds,
});
export type AskArguments = z.infer<typeof askArguments>;

/** What `wait_for_answer` takes. */
export const waitArguments = z.object({
  // Not by its pattern: a wrong id is told as "no such request", in words.
  request_id: text(100).describe("The request_id that ask_human gave."),
  wait_seconds: waitSeconds,
});

const titleLength = 300;
const dayInMinutes = 1_440;

/** Whole words only: a label that merely begins so may mean anything. */
const approving = /^(yes|ok|okay|approve|allow|accept|proceed|continue|go ahead)[.!]?$/i;
const denying = /^(no|deny|reject|refuse|cancel|stop|abort|do not|don['’]t)[.!]?$/i;

const toneOf = (label: string): DecisionOption["tone"] => (approving.test(label) ? "approve" : denying.test(label) ? "deny" : "neutral");

const toOption = (label: string, index: number): DecisionOption => ({ id: `option-${index + 1}`, label, tone: toneOf(label) });

const cutTitle = (question: string) =>
  question.length <= titleLength ? question : `${question.slice(0, titleLength - 1).toWellFormed()}…`;

/** The decision request that a question becomes. A question too long for a title stands whole in the body. */
export const toRequest = (asked: AskArguments, call: McpCall, owner: { name: string }): DecisionRequestInput => {
  const options = (asked.options ?? []).map((label) => label.trim()).filter((label) => label !== "");
  const title = cutTitle(asked.question);
  const body = [title === asked.question ? undefined : asked.question, asked.context].filter((part) => part !== undefined).join("\n\n");
  return {
    kind: options.length > 0 ? "choice" : "question",
    title,
    ...(body === "" ? {} : { body }),
    ...(options.length > 0 ? { options: options.map(toOption) } : {}),
    allowText: options.length === 0 || (asked.allow_text ?? false),
    ...(asked.risk ? { risk: asked.risk } : {}),
    agent: agentRefOf(call, owner),
    expiresInSeconds: (asked.expires_in_minutes ?? dayInMinutes) * 60,
  };
};
