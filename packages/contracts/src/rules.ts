import { z } from "zod";
import { actor } from "./access.ts";
import { agentId } from "./agents.ts";
import { idOf, instant, pageQuery, text } from "./common.ts";
import { decisionKind, decisionRequest, decisionRequestId, risk } from "./decisions.ts";
import { prefixFlaw } from "./rule-command.ts";
import { pathParts } from "./rule-folder.ts";

/* Rules: answers that a person has given so often that they need not be asked again, for a time. */

export const ruleId = idOf("ru");
export const ruleReplayId = idOf("rr");
export const ruleProposalId = idOf("rp");

/** A rule ends by itself, at the latest so long after it was written. */
export const longestRuleDays = 90;
export const usualRuleDays = 7;
export const usualPerHour = 30;
/** A replay is good for switching on so long. */
export const replayFreshMinutes = 15;
/** After so many identical answers of people, and none to the contrary, a rule is proposed. */
export const proposeAfter = 3;
export const proposeWithinDays = 14;

const folder = text(1_000).refine((path) => pathParts(path) !== undefined, "must be an absolute folder without . or ..");
const words = z
  .array(z.string().min(1).max(200))
  .min(1)
  .max(20)
  .superRefine((value, ctx) => {
    const flaw = prefixFlaw(value);
    if (flaw) ctx.addIssue({ code: "custom", message: flaw });
  });

/** What a rule is about; a request has to fit all that is given. Names and texts are compared letter by letter. */
export const ruleScope = z
  .strictObject({
    kinds: z.array(decisionKind).min(1).max(6).optional(),
    tools: z.array(text(200)).min(1).max(20).optional(),
    agentId: agentId.optional(),
    /** As the agent says of itself. */
    role: text(60).optional(),
    vendor: text(60).optional(),
    host: text(120).optional(),
    /** Where it is to run: this folder or one in it; files that it names lie there too. */
    folder: folder.optional(),
    /** `is`: this command and no other. `begins`: one plain command that begins with these words. */
    command: z.union([z.strictObject({ is: text(20_000) }), z.strictObject({ begins: words })]).optional(),
    /** It names files, and all of them lie in this folder. */
    files: folder.optional(),
    /** For questions where nothing is to run: exactly these words. */
    says: z.strictObject({ title: text(300), body: text(20_000).optional() }).optional(),
  })
  .refine((scope) => Object.values(scope).some((value) => value !== undefined), "must name at least one thing");
export type RuleScope = z.infer<typeof ruleScope>;

/** `tone`: the one option that approves, or denies; where there are several, the rule does not answer. */
export const ruleAnswer = z.union([
  z.strictObject({ tone: z.enum(["approve", "deny"]) }),
  z.strictObject({ option: z.string().min(1).max(64), label: text(120) }),
]);
export type RuleAnswer = z.infer<typeof ruleAnswer>;

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "must be HH:MM");
const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** Only at these hours of these days (1 is Monday) of a time zone. */
export const ruleHours = z
  .strictObject({
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: clockTime,
    to: clockTime,
    zone: text(60).refine(isZone, "must be a time zone such as Europe/Berlin"),
  })
  .refine(({ from, to }) => from < to, "must end after it begins");
export type RuleHours = z.infer<typeof ruleHours>;

const terms = {
  name: text(80).refine((name) => name.trim() !== "", "must not be blank"),
  scope: ruleScope,
  answer: ruleAnswer,
  /** The riskiest request that it answers. Above medium only what denies. */
  maxRisk: risk,
  hours: ruleHours.optional(),
  /** In any hour; what comes above that is left to people. */
  mostPerHour: z.number().int().min(1).max(1_000).default(usualPerHour),
};

const isGrounded = ({ command, files, folder: place, tools, says }: RuleScope) => Boolean(command ?? files ?? place ?? tools ?? says);

const assertSane = (rule: { scope: RuleScope; answer: RuleAnswer; maxRisk: z.infer<typeof risk> }, ctx: z.RefinementCtx) => {
  const denies = "tone" in rule.answer && rule.answer.tone === "deny";
  const issue = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
  if (!denies && (rule.maxRisk === "high" || rule.maxRisk === "critical"))
    issue("maxRisk", "high and critical risk is never approved by a rule");
  if (!denies && !isGrounded(rule.scope))
    issue("scope", "an approval has to say what it approves: a command, a folder, a tool or the words");
};

/** What a rule says, whole. */
export const ruleTerms = z.strictObject({ ...terms, until: instant }).superRefine(assertSane);
export type RuleTerms = z.infer<typeof ruleTerms>;

/** `POST /api/rules`, `PUT /api/rules/:id`. Without `until` it ends in 7 days; `proposalId`: it was proposed. */
export const ruleInput = z
  .strictObject({ ...terms, until: instant.optional(), proposalId: ruleProposalId.optional() })
  .superRefine(assertSane);
export type RuleInput = z.input<typeof ruleInput>;

/** Why a rule is off. new: never on yet · edited: it says something else now · person · ended: its time is over. */
export const ruleOff = z.enum(["new", "edited", "person", "ended"]);

/** How a rule would have answered what was asked before. */
export const ruleReplayFigures = z.object({
  /** Of how many requests, all that were asked in the time. */
  asked: z.number().int(),
  /** How many of them the rule would have answered. */
  would: z.number().int(),
  /** Of those, people gave the same answer · another one · none (it was withdrawn, expired, still waits, or a rule answered). */
  same: z.number().int(),
  against: z.number().int(),
  nobody: z.number().int(),
  /** It fits, but its limit per hour would have left it to people. */
  left: z.number().int(),
});
export type RuleReplayFigures = z.infer<typeof ruleReplayFigures>;

/** One request that the rule would have answered. `yours`: the label of what a person answered. */
export const ruleReplayItem = z.object({
  requestId: decisionRequestId,
  title: z.string(),
  agent: z.string(),
  askedAt: instant,
  command: z.string().optional(),
  would: z.string(),
  yours: z.string().optional(),
  fits: z.enum(["same", "against", "nobody"]),
});
export type RuleReplayItem = z.infer<typeof ruleReplayItem>;

export const ruleReplayInput = z.strictObject({ rule: ruleInput, days: z.number().int().min(1).max(90).default(30) });

export const ruleReplay = z.object({
  id: ruleReplayId,
  /** Of the terms without their name: a rule is switched on with a replay of the same. */
  hash: z.string(),
  at: instant,
  days: z.number().int(),
  /** Until when it is good for switching on. */
  freshUntil: instant,
  figures: ruleReplayFigures,
  /** Older requests were not looked at: there are more than 50,000. */
  from: instant,
  cut: z.boolean(),
  /** Newest first, at most 100 each: those against you, and all. */
  against: z.array(ruleReplayItem),
  would: z.array(ruleReplayItem),
});
export type RuleReplay = z.infer<typeof ruleReplay>;

export const rule = z.object({
  id: ruleId,
  ...terms,
  mostPerHour: z.number().int(),
  until: instant,
  hash: z.string(),
  /** Counts its changes, from 1. */
  version: z.number().int(),
  state: z.enum(["on", "off"]),
  off: z.object({ because: ruleOff, at: instant, by: actor.optional() }).optional(),
  on: z.object({ at: instant, by: actor, replay: ruleReplayFigures.extend({ days: z.number().int() }) }).optional(),
  createdAt: instant,
  createdBy: actor,
  /** How many it has answered, and how many it left to people because of its limit. */
  answered: z.number().int(),
  answeredAt: instant.optional(),
  left: z.number().int(),
  leftAt: instant.optional(),
});
export type Rule = z.infer<typeof rule>;
export const ruleList = z.object({ items: z.array(rule) });

/** `POST /api/rules/:id/on`. `against`: the number of the replay's answers to the contrary, typed by the person, where there are any. */
export const ruleOnInput = z.strictObject({ replayId: ruleReplayId, against: z.number().int().min(0).optional() });
export const ruleOffInput = z.strictObject({ reason: text(300).optional() });

/** One answer that a rule gave. */
export const ruleAnswered = z.object({
  request: decisionRequest,
  at: instant,
  version: z.number().int(),
  option: z.string(),
  /** What fitted, in words. */
  why: z.array(z.string()),
});
export const ruleAnsweredPage = z.object({ items: z.array(ruleAnswered), cursor: z.string().optional() });
export const ruleAnsweredQuery = pageQuery;

/** A rule that repeated answers suggest: the same was answered `answers` times in 14 days, and never otherwise. */
export const ruleProposal = z.object({
  id: ruleProposalId,
  rule: z.strictObject({ ...terms, mostPerHour: z.number().int() }),
  answers: z.number().int(),
  /** The newest of them, at most 10. */
  requestIds: z.array(decisionRequestId),
  since: instant,
  at: instant,
  replay: ruleReplayFigures.extend({ days: z.number().int() }),
});
export type RuleProposal = z.infer<typeof ruleProposal>;
export const ruleProposalList = z.object({ items: z.array(ruleProposal) });
