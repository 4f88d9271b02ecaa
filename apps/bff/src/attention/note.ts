import type { Decision, DecisionRequest } from "@beckon/contracts/decisions";
import { beckonAsks } from "@beckon/contracts/rule-match";
import type { Db } from "../platform/db/database.ts";
import type { AttentionDeps, Looked, ToldRequest } from "./attention.types.ts";
import { habitOf } from "./habit.ts";
import { endWait, insertWaits, type End, type NewWaitRow } from "./waits.repository.ts";

type Deps = Pick<AttentionDeps, "agents">;

/** A request was asked, or ended: the same again changes nothing. In the transaction that does it. */
export const note =
  (deps: Deps) =>
  async (db: Db, told: ToldRequest, looked?: Looked): Promise<void> => {
    const end = endOf(told, looked);
    if (end && (await endWait(db, told.request.id, end))) return;
    await insertWaits(db, [await rowOf(deps, db, told, end)]);
  };

export const rowOf = async ({ agents }: Deps, db: Db, { request, ownerId, answererId }: ToldRequest, end?: End): Promise<NewWaitRow> => {
  const { agent } = request;
  const run = agent.sessionId === undefined ? undefined : await agents.projectOfRun(db, { ownerId, key: agent.sessionId });
  const project = run ?? lastPart(request.action?.cwd);
  return {
    requestId: request.id,
    agentId: agent.id === beckonAsks ? "" : agent.id,
    kind: request.kind,
    project,
    demo: agent.demo ?? false,
    habit: habitOf(request, project),
    askedAt: Date.parse(request.askedAt),
    ...(end ?? endOf({ request, ownerId, answererId })),
  };
};

const lastPart = (cwd = "") => cwd.split(/[/\\]+/).findLast((part) => part !== "") ?? "";

const endOf = ({ request, answererId }: ToldRequest, looked?: Looked): End | undefined => {
  const { status, decision, askedAt, resolvedAt } = request;
  if (status === "pending" || resolvedAt === undefined) return undefined;
  const asked = Date.parse(askedAt);
  const endedAt = Math.max(asked, Date.parse(resolvedAt));
  if (status === "cancelled") return { endedAt, ended: "withdrawn" };
  if (status === "expired" || !decision || decision.decidedBy.kind === "expiry") return { endedAt, ended: "expired" };
  if (decision.decidedBy.kind === "rule") return { endedAt, ended: "rule" };
  return {
    endedAt,
    ended: "person",
    deviceId: answererId ?? "",
    tone: toneOf(request, decision),
    // An answer that waited for a network was given when it was given; its agent waited until it arrived.
    answeredAt: Math.max(asked, endedAt - (looked?.agoMs ?? 0)),
    openMs: looked?.openMs ?? null,
  };
};

/** As rules see an answer: a yes with words or an edit is another answer. */
const toneOf = ({ options }: DecisionRequest, { option, text, editedAction }: Decision): NonNullable<End["tone"]> => {
  const tone = options.find(({ id }) => id === option)?.tone;
  return text === undefined && editedAction === undefined && (tone === "approve" || tone === "deny") ? tone : "other";
};
