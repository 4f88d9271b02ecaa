import type { GithubHook } from "@beckon/contracts/github";
import { spread } from "@beckon/metrics/quantile";
import type { Audit } from "../../access/audit.ts";
import { actorOf } from "../../access/callers.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Work } from "../../platform/db/database.ts";
import type { Caller } from "../../platform/http/env.ts";
import { newId, newSecret } from "../../platform/ids.ts";
import type { GithubTold } from "../../outcomes/told-by-github.ts";
import type { SignalsService } from "../../signals/signals.service.ts";
import type { WorkflowsService } from "../../workflows/workflows.service.ts";
import { clip } from "../clean.ts";
import type { Evidence, TaskLink } from "./evidence.ts";
import { headerMissing, hookNotFound, payloadInvalid, tooManyHooks, wrongSignature } from "./github.errors.ts";
import {
  deleteHook,
  insertDelivery,
  insertHook,
  isDelivered,
  lastDeliveries,
  listHooks,
  pruneDeliveries,
  setTook,
  tookSince,
  type HookRow,
} from "./github.repository.ts";
import { readEvent } from "./read-event.ts";
import { agentAccounts, type Reading } from "./reading.ts";
import { toReviewSignal } from "./review-signal.ts";
import { isSigned, secretOf } from "./signature.ts";
import { webhookTotals } from "./totals.repository.ts";

type Deps = {
  database: Database;
  clock: Clock;
  audit: Audit;
  secrets: { ensure(id: string, make: () => string): Promise<string> };
  signals: Pick<SignalsService, "append">;
  workflows: Pick<WorkflowsService, "reportIn">;
  /** Adds links to the tasks that the evidence names; their ids. */
  linkTasks(work: Work, evidence: Evidence, links: TaskLink[]): Promise<string[]>;
  /** For outcomes: what it says of results, with the tasks that it names. */
  tellResult(work: Work, told: GithubTold, tasks: readonly string[]): Promise<void>;
};

/** Each delivery is tried against every hook's secret. */
const mostHooks = 20;
const keptDays = 30;
const path = "/hooks/github";

export type Delivery = { event: string | undefined; id: string | undefined; signature: string | undefined; body: Uint8Array };
export type Taken = { status: "taken" | "ignored" | "duplicate"; reason?: string };

/** Webhooks of GitHub: who may send, what was sent before, and what becomes of it. */
export const createGithubService = (deps: Deps) => {
  const { database, clock, audit } = deps;
  const serverKey = () => deps.secrets.ensure("github", () => newSecret("gk"));

  const told = async (rows: readonly HookRow[]): Promise<GithubHook[]> => {
    const ids = rows.map(({ id }) => id);
    const last = ids.length === 0 ? new Map<string, never>() : await lastDeliveries(database.db, ids);
    const took =
      ids.length === 0 ? new Map<string, number[]>() : await tookSince(database.db, ids, new Date(clock().getTime() - 86_400_000));
    return rows.map((row) => {
      const newest = last.get(row.id);
      const { n, p50, p95 } = spread(took.get(row.id) ?? []);
      return {
        id: row.id,
        name: row.name,
        accounts: row.accounts,
        createdAt: row.createdAt.toISOString(),
        ...(newest ? { last: newest } : {}),
        processing: { n, p50, p95 },
      };
    });
  };

  const hookOf = async ({ signature, body }: Delivery): Promise<HookRow> => {
    if (signature === undefined) throw wrongSignature({ detail: "X-Hub-Signature-256 is missing: give the webhook its secret." });
    const key = await serverKey();
    // All are tried, so that the time says nothing of which it is.
    const found = (await listHooks(database.db)).filter((hook) => isSigned(secretOf(key, hook.id), body, signature));
    if (!found[0]) throw wrongSignature();
    return found[0];
  };

  /** All of it in one transaction, once; signals are told before, for they are known by their own ids when told again. */
  const keep = async (hook: HookRow, reading: Reading, row: { delivery: string; event: string }): Promise<Taken> => {
    const owner = { id: hook.id, name: hook.name };
    const { signals = [], review } = reading;
    await deps.signals.append(owner, review ? [...signals, toReviewSignal(review)] : signals);
    const outcome = reading.ignored === undefined ? "taken" : "ignored";
    return database.transaction(async (work): Promise<Taken> => {
      const reason = reading.ignored;
      const isNew = await insertDelivery(work.db, { hookId: hook.id, ...row, at: clock(), outcome, reason: reason ?? null, tookMicros: 0 });
      if (!isNew) return { status: "duplicate" };
      const linked = reading.tasks ? await deps.linkTasks(work, reading.tasks.evidence, reading.tasks.links) : [];
      if (reading.result) await deps.tellResult(work, reading.result, linked);
      if (reading.run) {
        const { key, input, lessName } = reading.run;
        // One task is a fact; of several nobody said which.
        const task = linked.length === 1 ? linked[0] : undefined;
        await deps.workflows.reportIn(work, { owner, source: "github", key, lessName, input: { ...input, ...(task ? { task } : {}) } });
      }
      return { status: outcome, ...(reason === undefined ? {} : { reason }) };
    });
  };

  return {
    /** Takes one delivery; throws what the caller did wrong. Never parses what is not signed. */
    take: async (delivery: Delivery): Promise<Taken> => {
      const begun = performance.now();
      const hook = await hookOf(delivery);
      const event = clip(delivery.event, 100);
      const id = clip(delivery.id, 100);
      if (!event || !id) throw headerMissing({ detail: "X-GitHub-Event and X-GitHub-Delivery say what this is." });
      if (await isDelivered(database.db, hook.id, id)) return { status: "duplicate" };
      const reading = readEvent(event, parse(delivery.body), agentAccounts(hook.accounts));
      if ("problems" in reading)
        throw payloadInvalid({
          detail: reading.problems
            .map(({ pointer, detail }) => `${pointer || "body"}: ${detail}`)
            .join("; ")
            .slice(0, 1_000),
          extra: { errors: reading.problems },
        });
      const taken = await keep(hook, reading, { delivery: id, event });
      const tookMicros = Math.min(2_000_000_000, Math.round((performance.now() - begun) * 1_000));
      if (taken.status !== "duplicate") await setTook(database.db, { hookId: hook.id, delivery: id, tookMicros });
      return taken;
    },

    /** A new webhook; its secret is in this answer and nowhere else. */
    create: async (caller: Caller, input: { name: string; accounts?: string[] | undefined }) => {
      const now = clock();
      const row = { id: newId("gh", now.getTime()), name: input.name, accounts: input.accounts ?? [], createdAt: now };
      await database.transaction(async (work) => {
        if ((await listHooks(work.db)).length >= mostHooks) throw tooManyHooks({ detail: `At most ${mostHooks}.` });
        await insertHook(work.db, row);
        await audit.append(work, {
          actor: actorOf(caller),
          action: "github.hook_created",
          subject: row.id,
          detail: { name: row.name, accounts: row.accounts },
        });
      });
      const [hook] = await told([row]);
      return { ...(hook as GithubHook), path, secret: secretOf(await serverKey(), row.id) };
    },
    /** For monitoring: what was taken in a span. */
    totals: webhookTotals,
    list: async () => ({ items: await told(await listHooks(database.db)) }),
    /** From the next delivery on it is unknown. What it told stays. */
    remove: (caller: Caller, id: string): Promise<void> =>
      database.transaction(async (work) => {
        const row = await deleteHook(work.db, id);
        if (!row) throw hookNotFound();
        await audit.append(work, { actor: actorOf(caller), action: "github.hook_removed", subject: id, detail: { name: row.name } });
      }),
    prune: () => pruneDeliveries(database.db, new Date(clock().getTime() - keptDays * 86_400_000)),
  };
};
export type GithubService = ReturnType<typeof createGithubService>;

const parse = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    throw payloadInvalid({ detail: "The body is no JSON.", extra: { errors: [{ pointer: "", detail: "no JSON" }] } });
  }
};
