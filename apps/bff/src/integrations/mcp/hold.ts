import type { DecisionRequest } from "@beckon/contracts/decisions";
import { defineError } from "../../platform/errors.ts";
import type { McpDeps, McpOwner } from "./mcp.types.ts";
import { patienceWithLost } from "./abandoned.ts";
import { noteHandedOver, noteWaiting } from "./questions.repository.ts";

type HoldDeps = Pick<McpDeps, "decisions" | "database" | "clock" | "accessTopic">;

export type Holding = {
  id: string;
  /** How long to wait for the answer. */
  seconds: number;
  /** The caller has gone: nothing more than that. The question stays for a while, for the same to be asked again. */
  signal: AbortSignal;
  /** Tells the client that there is still somebody; `count` rises with each. */
  progress?: (told: { count: number; waitedMs: number }) => Promise<void>;
};

const revoked = defineError({ code: "access.revoked", status: 401, title: "This access was revoked" });

/** Clients that count silence give up after one to five minutes. */
const progressMs = 15_000;
/** A lost wake-up costs no more than this. */
const lookAgainMs = 60_000;

/** Waits for the answer, with signs of life meanwhile; the request as it is when it is settled, or the time is up. */
export const hold =
  (deps: HoldDeps) =>
  async (owner: McpOwner, holding: Holding): Promise<DecisionRequest> => {
    const revocation = new AbortController();
    const signal = AbortSignal.any([holding.signal, revocation.signal]);
    const unsubscribe = deps.database.onWake(({ topic, key }) => {
      if (topic === deps.accessTopic && key === owner.id) revocation.abort();
    });
    const stopTelling = tellProgress(holding.progress);
    try {
      const request = await waitFor(deps, owner, { ...holding, signal });
      // One who was told that it is pending comes again in its own time; one who hung up may never have heard of it.
      if (request.status === "pending") await noteWaiting(deps.database.db, request.id, holding.signal.aborted ? until(deps) : null);
      if (revocation.signal.aborted) throw revoked();
      // Gone before it could hear: the next who asks the same shall have it.
      if (request.status !== "pending" && !holding.signal.aborted) await noteHandedOver(deps.database.db, request.id, deps.clock());
      return request;
    } finally {
      unsubscribe();
      stopTelling();
    }
  };

const until = ({ clock }: HoldDeps) => new Date(clock().getTime() + patienceWithLost);

const waitFor = async (deps: HoldDeps, owner: McpOwner, { id, seconds, signal }: Holding): Promise<DecisionRequest> => {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const left = deadline - performance.now();
    await noteWaiting(deps.database.db, id, until(deps));
    const request = await deps.decisions.read(owner, id, { waitMs: Math.max(0, Math.min(left, lookAgainMs)), signal });
    if (request.status !== "pending" || left <= lookAgainMs || signal.aborted) return request;
  }
};

/** At once, then again and again; a client that hears nothing more has gone, and its signal says so. */
const tellProgress = (progress: Holding["progress"]) => {
  if (!progress) return () => {};
  const begun = performance.now();
  let count = 0;
  const tell = () => {
    count += 1;
    progress({ count, waitedMs: performance.now() - begun }).catch(() => {});
  };
  tell();
  const timer = setInterval(tell, progressMs);
  return () => clearInterval(timer);
};
