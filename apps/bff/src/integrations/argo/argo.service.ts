import type { ArgoHook } from "@beckon/contracts/argo";
import type { Audit } from "../../access/audit.ts";
import { actorOf } from "../../access/callers.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db/database.ts";
import type { Caller } from "../../platform/http/env.ts";
import { newSecret } from "../../platform/ids.ts";
import { OutboundError, type Outbound } from "../../platform/outbound/outbound.ts";
import type { Owner, OutwardResult, TellOutside } from "../../workflows/workflows.types.ts";
import type { WorkflowsService } from "../../workflows/workflows.service.ts";
import { addressRefused, notConnected } from "./argo.errors.ts";
import { deleteConnection, findConnection, saveConnection } from "./argo.repository.ts";
import { judge, toCalls, type ArgoCall } from "./calls.ts";
import { keyOf, toEnded, toOptions, toOutward, toRunning, type ArgoWaiting } from "./read-hook.ts";
import { seal, unseal } from "../../platform/seal.ts";

type Deps = {
  database: Database;
  clock: Clock;
  audit: Audit;
  secrets: { ensure(id: string, make: () => string): Promise<string> };
  outbound: Pick<Outbound, "post" | "refusal">;
  workflows: Pick<WorkflowsService, "report" | "suspend" | "tellAgain" | "countUntold">;
};

/** Argo Workflows: what its templates tell, and the answers on their way back. */
export const createArgoService = (deps: Deps) => {
  const { database, clock, audit, workflows } = deps;
  const serverKey = () => deps.secrets.ensure("argo", () => newSecret("ak"));

  const waits = async (owner: Owner, told: ArgoWaiting) => {
    const key = keyOf(told);
    await workflows.report({ owner, source: "argo", key, input: toRunning(told) });
    const { options, values } = told.options ? toOptions(told.options) : { options: undefined, values: undefined };
    const onExpiry = told.onExpiry === undefined ? undefined : (options?.find(({ label }) => label === told.onExpiry)?.id ?? told.onExpiry);
    const { run, suspension, created } = await workflows.suspend({
      owner,
      source: "argo",
      key,
      // Argo tries a template again where an answer of ours was lost: the same question of the same node is one.
      name: `${told.node}\n${told.question}`,
      input: {
        stage: told.node.slice(0, 120).toWellFormed(),
        waitsFor: "person",
        what: told.question,
        ...(options ? { options } : {}),
        ...(told.expiresInSeconds === undefined ? {} : { expiresInSeconds: told.expiresInSeconds }),
        ...(onExpiry === undefined ? {} : { onExpiry }),
      },
      freeText: told.parameter !== undefined && !options,
      outward: toOutward(told, values),
    });
    return {
      created,
      answer: { runId: run.id, suspensionId: suspension.id, ...(suspension.requestId ? { requestId: suspension.requestId } : {}) },
    };
  };

  const call = async ({ url, token }: { url: string; token: string }, { path, body }: ArgoCall) => {
    const { status, text } = await deps.outbound.post({
      method: "PUT",
      url: `${url}${path}`,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json", "user-agent": "Beckon" },
      body: JSON.stringify(body),
    });
    return { status, text };
  };

  const connection = async () => {
    const row = await findConnection(database.db);
    return row && { url: row.url, token: unseal(await serverKey(), row.token) };
  };

  /** Set, then resume; either may have been done by a try before this one. */
  const tellOutside: TellOutside = async (outward, answer, uncertain): Promise<OutwardResult> => {
    const to = await connection();
    if (!to) return { ok: false, error: "No Argo server is set up (PUT /api/argo)", next: "give up" };
    try {
      for (const each of toCalls(outward, answer)) {
        const { status, text } = await call(to, each);
        const result = judge(status, text, uncertain);
        if (!result.ok) return result;
      }
      return { ok: true };
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      return error.kind === "refused"
        ? { ok: false, error: `This server does not call Argo: ${error.message}`, next: "give up" }
        : { ok: false, error: `Argo gave no answer: ${error.message}`, next: "again" };
    }
  };

  return {
    /** A node waits, or an exit handler reports. */
    take: async (owner: Owner, told: ArgoHook) => {
      const { status, node, question } = told;
      if (status === undefined && node !== undefined && question !== undefined) return waits(owner, { ...told, node, question });
      const ended = toEnded({ ...told, status: status ?? "Error" });
      const { run, created } = await workflows.report({ owner, source: "argo", key: keyOf(told), input: ended });
      return { created, answer: { runId: run.id } };
    },
    tellOutside,
    /** For whoever watches: the server that answers go to, and how many could not be told yet; nothing where none is set up. */
    standing: async (): Promise<{ url: string; open: number } | undefined> => {
      const row = await findConnection(database.db);
      return row && { url: row.url, open: await workflows.countUntold() };
    },

    read: async () => {
      const row = await findConnection(database.db);
      if (!row) throw notConnected();
      return { url: row.url, updatedAt: row.updatedAt.toISOString(), open: await workflows.countUntold() };
    },
    /** What was answered while there was no way, or a wrong token, is told again at once. */
    connect: async (caller: Caller, input: { url: string; token: string }) => {
      const refusal = deps.outbound.refusal(input.url);
      if (refusal)
        throw addressRefused({
          detail: `${refusal}. An address inside your network has to be named to the server: BECKON_ARGO_URL=${URL.parse(input.url)?.origin}`,
          extra: { errors: [{ pointer: "/url", detail: refusal }] },
        });
      const { origin, pathname } = new URL(input.url);
      const url = `${origin}${pathname.replace(/\/+$/, "")}`;
      const now = clock();
      const token = seal(await serverKey(), input.token);
      const open = await database.transaction(async (work) => {
        await saveConnection(work.db, { url, token, updatedAt: now });
        await audit.append(work, { actor: actorOf(caller), action: "argo.connected", subject: "argo", detail: { url } });
        return workflows.tellAgain(work);
      });
      return { url, updatedAt: now.toISOString(), open };
    },
    disconnect: (caller: Caller): Promise<void> =>
      database.transaction(async (work) => {
        if (!(await deleteConnection(work.db))) throw notConnected();
        await audit.append(work, { actor: actorOf(caller), action: "argo.disconnected", subject: "argo" });
      }),
  };
};
export type ArgoService = ReturnType<typeof createArgoService>;
