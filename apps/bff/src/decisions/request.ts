import type { Agent } from "@beckon/contracts/agents";
import { kindsWithDefaultOptions, type DecisionOption, type DecisionRequest, type DecisionRequestInput } from "@beckon/contracts/decisions";
import type { Work } from "../platform/db/database.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { hashAction } from "./action-hash.ts";
import { answerByRule, standingRules } from "./answer-by-rule.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { callbackRefused, expiryInPast, expiryTooFar } from "./decisions.errors.ts";
import { findByKey, insertRequest } from "./decisions.repository.ts";
import { expireQueue, type DecisionsDeps, type Owner } from "./decisions.types.ts";
import { assessRisk } from "./risk/assess-risk.ts";

const approveOrDeny: DecisionOption[] = [
  { id: "approve", label: "Approve", tone: "approve" },
  { id: "deny", label: "Deny", tone: "deny" },
];

const farthestExpiryDays = 30;

/** What the agent has told of itself before goes with the questions that do not say it again. */
const knownOf = ({ vendor, role, host }: Agent) => ({
  ...(vendor ? { vendor } : {}),
  ...(role ? { role } : {}),
  ...(host ? { host } : {}),
});

/** What another slice writes in the transaction that makes the row; not called when the row was there before. */
export type Within = (work: Work, request: DecisionRequest) => Promise<void>;

export type Asked = { request: DecisionRequest; created: boolean };

/**
 * Takes a question: the row, its place in the feed, its expiry and its notification in one
 * transaction; where a rule answers it, the answer instead of the last two. The same key again gives the row of before; for another question it is refused.
 */
export const request =
  (deps: DecisionsDeps) =>
  async (owner: Owner, input: DecisionRequestInput, idempotencyKey: string | undefined, within?: Within): Promise<Asked> => {
    const now = deps.clock();
    const expiresAt = expiryOf(input, now);
    const inputHash = sha256(JSON.stringify(input));

    // What this server asks by itself is for a person alone.
    const standing = owner.system ? [] : await standingRules(deps);
    return deps.database.transaction(async (work) => {
      const before = idempotencyKey === undefined ? undefined : await findByKey(work.db, owner.id, idempotencyKey);
      if (before) return replayed(before, inputHash);
      assertExpiry(expiresAt, now);
      assertCallback(deps, input.callbackUrl);

      const agent = owner.system ? undefined : await deps.agents.seen(work, owner, input.agent);
      const options = input.options ?? (kindsWithDefaultOptions.includes(input.kind) ? approveOrDeny : []);
      const { risk, reasons } = assessRisk({ declared: input.risk, kind: input.kind, action: input.action });
      const stored = await insertRequest(work.db, {
        id: newId("dr", now.getTime()),
        ownerId: owner.id,
        idempotencyKey: idempotencyKey ?? null,
        inputHash,
        agentId: agent?.id ?? null,
        agent: agent
          ? { ...knownOf(agent), ...input.agent, name: agent.name, id: agent.id, ...(agent.demo ? { demo: true } : {}) }
          : { name: owner.name, id: owner.id, ...(owner.demo ? { demo: true } : {}) },
        kind: input.kind,
        title: input.title,
        body: input.body ?? null,
        options,
        allowText: input.multiple || (input.allowText ?? options.length === 0),
        multiple: input.multiple ?? false,
        action: input.action ?? null,
        actionHash: hashAction({ kind: input.kind, title: input.title, action: input.action }),
        risk,
        riskReasons: reasons,
        taskId: input.taskId ?? null,
        callbackUrl: input.callbackUrl ?? null,
        askedAt: now,
        expiresAt: expiresAt ?? null,
        onExpiry: input.onExpiry ?? null,
        searchText: [input.title, input.action?.tool, input.action?.command, input.agent?.name ?? owner.name].join("\n").toLowerCase(),
      });
      // Two requests with one key at the same instant: the other was faster and has committed.
      if (!stored) return replayed(await findByKey(work.db, owner.id, idempotencyKey as string), inputHash);

      const answered = await answerByRule(deps, work, stored.request, standing);
      const { id } = stored.request;
      await deps.feed.append(work, { kind: "decisionRequest", entityId: id });
      await deps.events.emit(work, answered ? "decision.resolved" : "decision.requested", { requestId: id });
      if (expiresAt && !answered) await deps.jobs.enqueue(work, expireQueue, { requestId: id }, { startAfter: expiresAt });
      await deps.ledger(work, answered ? { ...stored, request: answered } : stored);
      await within?.(work, answered ?? stored.request);
      return { request: answered ?? stored.request, created: true };
    });
  };

const replayed = (stored: { request: DecisionRequest; inputHash: string } | undefined, inputHash: string): Asked => {
  if (stored?.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new question." });
  return { request: stored.request, created: false };
};

const at = (pointer: string, detail: string) => ({ detail, extra: { errors: [{ pointer, detail }] } });

const assertExpiry = (expiresAt: Date | undefined, now: Date) => {
  if (!expiresAt) return;
  if (expiresAt <= now) throw expiryInPast(at("/expiresAt", "lies in the past"));
  if (expiresAt.getTime() > now.getTime() + farthestExpiryDays * 86_400_000)
    throw expiryTooFar(at("/expiresAt", `at most ${farthestExpiryDays} days ahead`));
};

const assertCallback = (deps: DecisionsDeps, url: string | undefined) => {
  const refusal = url === undefined ? undefined : deps.callbackRefusal(url);
  if (refusal) throw callbackRefused(at("/callbackUrl", refusal));
};

const expiryOf = (input: DecisionRequestInput, now: Date) => {
  if (input.expiresAt) return new Date(input.expiresAt);
  return input.expiresInSeconds ? new Date(now.getTime() + input.expiresInSeconds * 1_000) : undefined;
};
