import { askerOf } from "../hook-permission.ts";
import { answerOf, inputOf, readQuestions } from "../hook-questions.ts";
import type { HookContext, HookQuestion } from "../hook-types.ts";
import { recordOf, type Json } from "../hook-values.ts";
import { claude, threadOf } from "./hook-common.ts";
import { decided } from "./hook-decided.ts";

/**
 * Claude's list of questions: each its own request, answered together. The answer needs the whole
 * `updatedInput`; an `allow` alone would leave the form standing.
 */
export const askedQuestions = (payload: Json, context: HookContext, call: HookQuestion["call"]): HookQuestion | undefined => {
  const { thread, name, role } = threadOf(payload);
  const input = recordOf(payload.tool_input);
  const questions = readQuestions(input.questions);
  if (questions.length === 0) return undefined;
  const agent = askerOf(context, { vendor: claude.vendor, name, role, session: thread });
  return {
    call,
    inputs: questions.map((question) => inputOf(question, agent)),
    answer: (requests) => {
      const answers: [string, string][] = [];
      for (const [index, question] of questions.entries()) {
        const answer = answerOf(question, requests[index]);
        if (answer === undefined) return undefined;
        answers.push([question.text, answer]);
      }
      return { output: decided({ behavior: "allow", updatedInput: { ...input, answers: Object.fromEntries(answers) } }) };
    },
  };
};
