import { z } from "zod";
import { idOf, instant, text } from "./common.ts";

export const decisionRequestId = idOf("dr");

export const decisionKind = z.enum(["permission", "choice", "question", "plan", "review", "budget"]);
export type DecisionKind = z.infer<typeof decisionKind>;

export const risk = z.enum(["low", "medium", "high", "critical"]);
export type Risk = z.infer<typeof risk>;

export const optionTone = z.enum(["approve", "deny", "neutral"]);

export const decisionOption = z.object({
  id: z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/, "1–64 letters, digits, or _ . : -"),
  label: text(120),
  tone: optionTone.optional(),
});
export type DecisionOption = z.infer<typeof decisionOption>;

/** What will run if the answer is yes; `actionHash` is the hash of exactly this. */
export const action = z.object({
  tool: text(200),
  command: text(20_000).optional(),
  diff: text(200_000).optional(),
  files: z.array(text(1_000)).max(500).optional(),
  cwd: text(1_000).optional(),
});
export type Action = z.infer<typeof action>;

/** Who asks. Agents are known by name; vendor, role and host are theirs to declare. */
export const agentRef = z.object({
  name: text(120),
  vendor: text(60).optional(),
  role: text(60).optional(),
  host: text(120).optional(),
  sessionId: text(200).optional(),
});
export type AgentRef = z.infer<typeof agentRef>;

const hasDistinctIds = (options: readonly { id: string }[]) => new Set(options.map((option) => option.id)).size === options.length;

/** The kinds whose options default to approve and deny when none are given. */
export const kindsWithDefaultOptions: readonly DecisionKind[] = ["permission", "plan", "review", "budget"];

/**
 * What an agent asks of a person (`POST /api/decision-requests`). Unknown fields are ignored.
 * Without `expiresAt` or `expiresInSeconds` a request stays open until it is answered or cancelled.
 * `onExpiry` names the option that stands when nobody answers in time.
 */
export const decisionRequestInput = z
  .object({
    kind: decisionKind,
    title: text(300),
    body: text(20_000).optional(),
    options: z.array(decisionOption).min(1).max(12).optional(),
    allowText: z.boolean().optional(),
    /** Several options may be chosen: the answer is then a text, their labels joined with ", ". */
    multiple: z.boolean().optional(),
    action: action.optional(),
    risk: risk.optional(),
    agent: agentRef.optional(),
    taskId: text(120).optional(),
    expiresAt: instant.optional(),
    expiresInSeconds: z.number().int().min(1).max(2_592_000).optional(),
    onExpiry: z.string().max(64).optional(),
    callbackUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
  })
  .superRefine((value, ctx) => {
    const issue = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
    const options = value.options ?? [];
    if (value.options && !hasDistinctIds(value.options)) issue("options", "option ids must be distinct");
    if (value.expiresAt && value.expiresInSeconds) issue("expiresInSeconds", "give expiresAt or expiresInSeconds, not both");
    if (value.kind === "choice" && options.length === 0) issue("options", "a choice needs options");
    if (value.multiple && options.length === 0) issue("multiple", "there are no options to choose from");
    const known = value.options
      ? options.map((option) => option.id)
      : kindsWithDefaultOptions.includes(value.kind)
        ? ["approve", "deny"]
        : [];
    if (value.onExpiry !== undefined && !known.includes(value.onExpiry)) issue("onExpiry", "must be the id of one of the options");
  });
export type DecisionRequestInput = z.input<typeof decisionRequestInput>;

/** The answer a person gives (`PUT /api/decision-requests/:id/decision`). Unknown fields are refused. */
export const decisionInput = z
  .strictObject({
    option: z.string().max(64).optional(),
    text: text(10_000).optional(),
    /** Replaces the named parts of the request's action; only where the chosen option does not deny. */
    editedAction: z.strictObject(action.partial().shape).optional(),
    /**
     * How long the card had been open on this device when it was answered, and how long ago that was, both by the device's
     * clock, in milliseconds: for the attention ledger. Part of no answer; absent where no card was opened.
     */
    attention: z
      .strictObject({ openMs: z.number().int().min(0).max(2_592_000_000), agoMs: z.number().int().min(0).max(31_536_000_000) })
      .optional(),
  })
  .refine((value) => value.option !== undefined || value.text !== undefined, "give an option or a text");
export type DecisionInput = z.infer<typeof decisionInput>;

export const decidedBy = z.object({
  kind: z.enum(["person", "rule", "expiry"]),
  name: z.string().optional(),
  device: z.string().optional(),
  /** The rule that answered; its name is as it was then. */
  ruleId: idOf("ru").optional(),
});

/** The answer that stands. `option` may be absent: a free text, or an expiry without a declared default. */
export const decision = z.object({
  option: z.string().optional(),
  text: z.string().optional(),
  editedAction: action.partial().optional(),
  decidedAt: instant,
  decidedBy,
});
export type Decision = z.infer<typeof decision>;

export const decisionStatus = z.enum(["pending", "decided", "cancelled", "expired"]);
export type DecisionStatus = z.infer<typeof decisionStatus>;

/** What came of the answer on the agent's side. "Decided" alone never means "executed". */
export const outcomeInput = z.object({
  status: z.enum(["executed", "failed"]),
  message: text(10_000).optional(),
});
export type OutcomeInput = z.infer<typeof outcomeInput>;

export const outcome = z.object({ status: z.enum(["executed", "failed"]), message: z.string().optional(), at: instant });

export const cancelInput = z.object({ reason: text(500).default("withdrawn by the agent") });

/** One question with its life-cycle. Immutable but for `status`, `decision`, `cancelReason` and `outcome`. */
export const decisionRequest = z.object({
  id: decisionRequestId,
  kind: decisionKind,
  title: z.string(),
  body: z.string().optional(),
  options: z.array(decisionOption),
  allowText: z.boolean(),
  /** Several options may be chosen; the decision's text is their labels joined with ", ". */
  multiple: z.boolean().optional(),
  action: action.optional(),
  /** SHA-256 over the canonical JSON of what will run, `sha256:<hex>`. */
  actionHash: z.string(),
  /** Declared risk, raised (never lowered) by the server's rules. */
  risk,
  /** Why the server raised the risk, in words; empty when it did not. */
  riskReasons: z.array(z.string()),
  agent: agentRef.extend({
    id: z.string(),
    /** From the demo fleet. */
    demo: z.boolean().optional(),
  }),
  taskId: z.string().optional(),
  status: decisionStatus,
  askedAt: instant,
  expiresAt: instant.optional(),
  onExpiry: z.string().optional(),
  decision: decision.optional(),
  cancelReason: z.string().optional(),
  resolvedAt: instant.optional(),
  outcome: outcome.optional(),
  /** Long parts (body, diff) are left out of the feed; `GET /api/decision-requests/:id` has them. */
  trimmed: z.boolean().optional(),
});
export type DecisionRequest = z.infer<typeof decisionRequest>;

/** `GET /api/decision-requests` for people: newest first. `q` searches title, command, agent and answer. */
export const decisionRequestQuery = z.object({
  status: z.enum(["pending", "decided", "cancelled", "expired", "resolved"]).optional(),
  q: text(200).optional(),
  from: instant.optional(),
  to: instant.optional(),
  agent: text(120).optional(),
  cursor: text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const decisionRequestPage = z.object({ items: z.array(decisionRequest), cursor: z.string().optional() });

/** Hide a request from this person's inbox until then; a reminder is pushed when it comes back. */
export const snoozeInput = z.strictObject({ until: instant });
export const snooze = z.object({ requestId: decisionRequestId, until: instant });
export type Snooze = z.infer<typeof snooze>;
