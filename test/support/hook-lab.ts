import { createServer, request as send, type RequestListener } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { AddressInfo } from "node:net";
import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import { createTestApp, type TestApp } from "./test-app.ts";

type Options = { listener: (fetch: TestApp["app"]["fetch"]) => RequestListener } & NonNullable<Parameters<typeof createTestApp>[0]>;
type Sending = { headers?: Record<string, string>; query?: string };
export type HookReply = { status: number; body: any; type: string | undefined };

/** The whole BFF behind a real port, an agent's token, and a person who answers. */
export const openHookLab = async ({ listener, ...options }: Options) => {
  const app = await createTestApp(options);
  const server = createServer(listener(app.app.fetch)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = await app.token("agent", "builder");
  const person = await app.pair({ deviceName: "Phone" });

  /** One hook call over a connection of its own; `hangUp` closes that as an agent does. */
  const hold = (name: string, body: unknown, { headers = {}, query = "" }: Sending = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const call = send({
      port,
      host: "127.0.0.1",
      method: "POST",
      path: `/hooks/${name}${query}`,
      agent: false,
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
        authorization: `Bearer ${agent.token}`,
        ...headers,
      },
    });
    const reply = new Promise<HookReply>((resolve, reject) => {
      call.on("error", reject);
      call.on("response", (response) => {
        let said = "";
        response.setEncoding("utf8").on("data", (chunk: string) => void (said += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: said === "" ? "" : JSON.parse(said), type: response.headers["content-type"] }),
        );
        response.on("error", reject);
      });
    });
    reply.catch(() => undefined);
    call.end(text);
    return { reply, hangUp: () => void call.destroy() };
  };

  const until = async <T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> => {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const found = await look();
      if (found) return found;
      await sleep(10);
    }
    throw new Error(`it did not come to this: ${what}`);
  };
  const requestsOf = async (session: string): Promise<DecisionRequest[]> =>
    (await person("GET", "/api/decision-requests?limit=200")).body.items.filter(
      (each: DecisionRequest) => each.agent.sessionId === session,
    );

  return {
    app,
    port,
    agent,
    person,
    hold,
    until,
    post: (name: string, body: unknown, sending?: Sending) => hold(name, body, sending).reply,
    requestsOf,
    /** What waits of this session, oldest first, once there are so many. */
    waiting: async (session: string, count = 1): Promise<DecisionRequest[]> =>
      until(`${count} wait of ${session}`, async () => {
        const all = (await requestsOf(session)).filter(({ status }) => status === "pending");
        return all.length >= count && all.toSorted((a, b) => (a.askedAt + a.id < b.askedAt + b.id ? -1 : 1));
      }),
    /** The request once it is no longer pending. */
    settled: async (id: string): Promise<DecisionRequest> =>
      until(`${id} is settled`, async () => {
        const { body } = await person("GET", `/api/decision-requests/${id}`);
        return body.status !== "pending" && body;
      }),
    read: async (id: string): Promise<DecisionRequest> => (await person("GET", `/api/decision-requests/${id}`)).body,
    outcome: async (id: string) =>
      until(`${id} has an outcome`, async () => (await person("GET", `/api/decision-requests/${id}`)).body.outcome),
    decide: async (id: string, answer: DecisionInput) => {
      const given = await person("PUT", `/api/decision-requests/${id}/decision`, answer);
      if (given.status !== 200) throw new Error(JSON.stringify(given.body));
    },
    close: async () => {
      await app.services.hooks.stop();
      server.closeAllConnections();
      server.close();
      await app.close();
    },
  };
};
export type HookLab = Awaited<ReturnType<typeof openHookLab>>;
