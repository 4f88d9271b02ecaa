import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decisionRequestInput } from "@beckon/contracts/decisions";
import type { DecisionRequest } from "@beckon/contracts/decisions";

export type Seen = { method: string; path: string; authorization?: string; idempotencyKey?: string; body: unknown };
/** Misbehaves for one request; answers true when it took the request over. */
export type Fault = (exchange: { seen: Seen; request: IncomingMessage; response: ServerResponse; proceed: () => void }) => void;
type Reply = { status: number; body?: unknown };
type Route = (seen: Seen) => Reply | Promise<Reply> | undefined;

export const goodToken = "good-token";

/** A small server for tests that speaks the agents' part of the contract over real HTTP. */
export async function startContractServer(extra: Route = () => undefined) {
  const rows = new Map<string, DecisionRequest>();
  const keys = new Map<string, string>();
  const waiters = new Set<() => void>();
  const seen: Seen[] = [];
  const faults: Fault[] = [];
  let server: Server;
  let port = 0;

  const state = {
    rows,
    seen,
    url: "",
    tokens: new Set([goodToken]),
    /** The next requests meet these, one each, in order. */
    fail: (...next: Fault[]) => faults.push(...next),
    only: () => [...rows.values()][0]!,
    /** Waits until a request of that kind has arrived. */
    arrived: (method: string, path: RegExp) => until(() => seen.some((one) => one.method === method && path.test(one.path))),
    resolve(id: string, change: Partial<DecisionRequest>) {
      rows.set(id, { ...rows.get(id)!, ...change });
      for (const wake of waiters) wake();
    },
    decide: (id: string, option: string) =>
      state.resolve(id, {
        status: "decided",
        decision: { option, decidedAt: new Date().toISOString(), decidedBy: { kind: "person", name: "Ada" } },
      }),
    /** Cuts every connection, as SIGKILL does; the rows stay. */
    async kill() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
    async restart() {
      server = createServer(serve);
      await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
      port = (server.address() as AddressInfo).port;
      state.url = `http://127.0.0.1:${port}`;
    },
    [Symbol.asyncDispose]: () => state.kill(),
  };

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    const body: unknown = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    const one: Seen = {
      method,
      path: url,
      authorization: headers.authorization,
      idempotencyKey: headers["idempotency-key"] as string | undefined,
      body,
    };
    seen.push(one);
    const proceed = async () => {
      const { status, body: answer } = await reply(one);
      response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    };
    const fault = faults.shift();
    if (fault) fault({ seen: one, request, response, proceed });
    else await proceed();
  }

  async function reply(one: Seen): Promise<Reply> {
    const own = await extra(one);
    if (own) return own;
    if (!state.tokens.has(one.authorization?.replace("Bearer ", "") ?? ""))
      return problem(401, "access.unknown_token", "This token is unknown or revoked");
    if (one.method === "POST" && one.path === "/api/decision-requests") return ask(one);
    const match = /^\/api\/decision-requests\/([^/?]+)(?:\/(cancel|outcome))?(?:\?wait=(\d+))?$/.exec(one.path);
    const row = match && rows.get(match[1]!);
    if (!row) return problem(404, "decision.not_found", "There is no such request");
    if (match[2] === "cancel") {
      if (row.status !== "pending") return problem(409, "decision.already_decided", "Somebody else answered first");
      state.resolve(row.id, { status: "cancelled", cancelReason: (one.body as { reason: string }).reason });
    }
    if (match[2] === "outcome")
      state.resolve(row.id, { outcome: { ...(one.body as { status: "executed" }), at: new Date().toISOString() } });
    if (one.method === "GET") await held(row.id, Number(match[3] ?? 0));
    return { status: 200, body: rows.get(row.id) };
  }

  function ask(one: Seen): Reply {
    const known = one.idempotencyKey === undefined ? undefined : keys.get(one.idempotencyKey);
    if (known) return { status: 200, body: rows.get(known) };
    const input = decisionRequestInput.safeParse(one.body);
    if (!input.success) {
      const errors = input.error.issues.map((issue) => ({ pointer: `/${issue.path.join("/")}`, detail: issue.message }));
      return { status: 422, body: { ...problem(422, "request.invalid", "The request is not valid").body, errors } };
    }
    const id = `dr_${String(rows.size + 1).padStart(22, "0")}`;
    const { expiresInSeconds, callbackUrl: _, ...data } = input.data;
    rows.set(id, {
      ...data,
      id,
      options: data.options ?? [
        { id: "approve", label: "Approve" },
        { id: "deny", label: "Deny" },
      ],
      allowText: data.allowText ?? false,
      actionHash: "sha256:0",
      risk: data.risk ?? "low",
      riskReasons: [],
      agent: { id: "ag_0000000000000000000001", name: "test", ...data.agent },
      status: "pending",
      askedAt: new Date().toISOString(),
      expiresAt: expiresInSeconds ? new Date(Date.now() + expiresInSeconds * 1_000).toISOString() : data.expiresAt,
    });
    if (one.idempotencyKey) keys.set(one.idempotencyKey, id);
    return { status: 201, body: rows.get(id) };
  }

  function held(id: string, seconds: number): Promise<void> {
    if (rows.get(id)!.status !== "pending") return Promise.resolve();
    return new Promise((done) => {
      const wake = () => {
        if (rows.get(id)!.status === "pending") return;
        clearTimeout(timer);
        waiters.delete(wake);
        done();
      };
      const timer = setTimeout(done, seconds * 1_000);
      timer.unref();
      waiters.add(wake);
    });
  }

  await state.restart();
  return state;
}

export const problem = (status: number, code: string, title: string): Reply & { body: object } => ({
  status,
  body: { type: "about:blank", title, status, code, requestId: "req_1" },
});

/** Faults to choose from. */
export const drop: Fault = ({ request }) => request.socket.destroy();
/** The work is done, the answer never arrives. */
export const loseAnswer: Fault = ({ request, response, proceed }) => {
  response.end = (() => request.socket.destroy()) as unknown as typeof response.end;
  proceed();
};
/** The work is done, and the connection hangs. */
export const neverAnswer: Fault = ({ response, proceed }) => {
  response.end = (() => response) as unknown as typeof response.end;
  proceed();
};
export const silence: Fault = () => {};
export const answerWith =
  (status: number, text: string, headers: Record<string, string> = {}): Fault =>
  ({ response }) => {
    response.writeHead(status, headers);
    response.end(text);
  };

/** Polls a condition of the test's own state; the test's time limit is the only limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
}
