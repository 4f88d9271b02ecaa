import { isDeepStrictEqual } from "node:util";
import type { Decision, DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import type { Db } from "../platform/db/database.ts";
import {
  alreadyDecided,
  cancelled,
  editNotAllowed,
  expired,
  passkeyRequired,
  requestNotFound,
  textNotAllowed,
  unknownOption,
} from "./decisions.errors.ts";
import { decideRequest, findRequest, type Stored } from "./decisions.repository.ts";
import { decisionTopic, type Answerer, type DecisionsDeps, type StoredDecision } from "./decisions.types.ts";
import { expire } from "./expire.ts";
import { assessRisk } from "./risk/assess-risk.ts";

/**
 * Gives an answer. The first one stands: the same answer from the same device again is no error,
 * any other gets 409 with the decision that stands, one that comes too late 410.
 */
export const decide = (deps: DecisionsDeps) => {
  const expireNow = expire(deps);

  return async (answerer: Answerer, id: string, { attention, ...input }: DecisionInput): Promise<DecisionRequest> => {
    const now = deps.clock();
    const before = await findRequest(deps.database.db, id);
    if (!before) throw requestNotFound();
    if (before.request.status !== "pending") return settle(before, answerer, input);
    assertAnswers(before.request, answerer, input);
    await assertConfirmed(deps.database.db, before.request, answerer, input);

    const decision: StoredDecision = {
      ...input,
      decidedAt: now.toISOString(),
      decidedBy: { kind: "person", name: answerer.name, device: answerer.device },
      answererId: idOf(answerer),
    };
    const stored = await deps.database.transaction(async (work) => {
      const row = await decideRequest(work.db, {
        id,
        decision,
        now,
        searchAlso: `\n${input.option ?? ""}\n${input.text ?? ""}\n${answerer.name}`,
      });
      if (!row) return undefined;
      await deps.ledger(work, row, attention);
      await deps.feed.append(work, { kind: "decisionRequest", entityId: id });
      await deps.audit.append(work, {
        actor: answerer.actor,
        action: "decision.decided",
        subject: id,
        detail: {
          option: input.option,
          text: input.text,
          edited: input.editedAction !== undefined,
          actionHash: row.request.actionHash,
          risk: row.request.risk,
        },
      });
      await deps.events.emit(work, "decision.resolved", { requestId: id, ...(answerer.deviceId ? { deviceId: answerer.deviceId } : {}) });
      work.wake({ topic: decisionTopic, key: id });
      return row;
    });
    if (stored) return stored.request;

    // Somebody was faster, or it is due and its job has not run yet.
    await expireNow(id);
    const standing = await findRequest(deps.database.db, id);
    if (!standing) throw requestNotFound();
    return settle(standing, answerer, input);
  };

  async function assertConfirmed(db: Db, request: DecisionRequest, answerer: Answerer, input: DecisionInput) {
    // What will run counts, not what was asked: an edit can make a harmless command a dangerous one.
    const action = request.action && { ...request.action, ...input.editedAction };
    const { risk } = input.editedAction ? assessRisk({ declared: request.risk, kind: request.kind, action }) : request;
    if (risk !== "high" && risk !== "critical") return;
    if (toneOf(request, input) === "deny" || !answerer.personId || !answerer.deviceId) return;
    if (!(await deps.stepUp.enrolled(db, answerer.personId))) return;
    if (await deps.stepUp.fresh(db, { deviceId: answerer.deviceId, requestId: request.id })) return;
    throw passkeyRequired({ detail: "This answer needs your passkey. Open the card in the app." });
  }
};

const toneOf = (request: DecisionRequest, input: DecisionInput) => request.options.find((option) => option.id === input.option)?.tone;

const assertAnswers = (request: DecisionRequest, answerer: Answerer, input: DecisionInput) => {
  const known = request.options.map((option) => option.id);
  if (input.option !== undefined && !known.includes(input.option))
    throw unknownOption({
      detail: known.length > 0 ? `Its options are: ${known.join(", ")}.` : "It takes a text.",
      extra: { errors: [{ pointer: "/option", detail: "is none of the options" }] },
    });
  if (input.text !== undefined && !request.allowText && input.option === undefined) throw textNotAllowed();
  if (input.editedAction && (!request.action || toneOf(request, input) === "deny")) throw editNotAllowed();
  if (answerer.answers && (input.text !== undefined || input.editedAction || !answerer.answers.includes(input.option ?? "")))
    throw unknownOption({ detail: "This answer needs the card: open the app." });
};

const idOf = ({ deviceId, actor }: Answerer) => deviceId ?? actor.id;

/** The answer to an answer that changes nothing any more. */
const settle = ({ request, answererId }: Stored, answerer: Answerer, input: DecisionInput): DecisionRequest => {
  const extra = { decisionRequest: request, ...(request.decision ? { decision: request.decision } : {}) };
  if (request.status === "expired") throw expired({ extra, detail: `It expired at ${request.expiresAt}.` });
  if (request.status === "cancelled") throw cancelled({ extra, ...(request.cancelReason ? { detail: request.cancelReason } : {}) });
  const { option, text, editedAction, decidedBy } = request.decision as Decision;
  const mine = answererId !== undefined && answererId === idOf(answerer);
  if (
    mine &&
    isDeepStrictEqual({ option, text, editedAction }, { option: input.option, text: input.text, editedAction: input.editedAction })
  )
    return request;
  throw alreadyDecided({ extra, detail: `${answererWords(decidedBy)}.` });
};

const answererWords = ({ kind, name, device }: Decision["decidedBy"]) =>
  kind === "rule" ? `The rule “${name}” answered` : `${name ?? "Somebody"} answered on ${device ?? "another device"}`;
