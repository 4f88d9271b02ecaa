import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createJobs } from "@beckon/bff/platform/jobs/jobs.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import type { Alert, AlertDetail } from "@beckon/contracts/alerts";
import type { Role } from "@beckon/contracts/access";
import { createManualJobs } from "./manual-jobs.ts";
import { openTestDatabase } from "./pglite-template.ts";
import { startPushService, type Browser } from "./push-service.ts";
import { selfSigned } from "./self-signed.ts";
import { startSmtpServer } from "./smtp-server.ts";
import { createTestApp, type Call } from "./test-app.ts";

export type PagedPhone = Call & { browser: Browser; id: string; session: any };
type Post = { path: string; headers: IncomingHttpHeaders; body: any };
/** How the next posts are answered; 200 after them. */
export type PostReply = { status: number; headers?: Record<string, string> } | "hang" | "flood" | "cut";

const everyMs = 30_000;
const most = 20;

/** Takes what ntfy servers and webhooks are sent. */
const startReceiver = async () => {
  const posts: Post[] = [];
  const replies: PostReply[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => void (text += chunk.toString()));
    request.on("end", () => {
      posts.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text) });
      const reply = replies.shift() ?? { status: 200 };
      if (reply === "hang") return;
      if (reply === "cut") return void response.socket?.destroy();
      if (typeof reply === "object") return void response.writeHead(reply.status, reply.headers).end("{}");
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) continue;
      };
      response.on("drain", pour);
      pour();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    posts,
    reply: (...next: PostReply[]) => void replies.push(...next),
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/**
 * The whole BFF from what agents report to what people are sent: its own jobs, run by the test's clock, and real servers at
 * the other ends (push service, ntfy and webhooks, mail). Everything goes in by routes.
 */
export const openPagingLab = async () => {
  let now = Date.parse("2026-11-21T10:00:00Z");
  const clock = () => new Date(now);
  const [push, receiver] = await Promise.all([startPushService(), startReceiver()]);
  const smtp = await startSmtpServer(selfSigned("localhost"));
  const database = await openTestDatabase();
  // The store itself, which some figures are read from; nobody works it.
  const store = createJobs({ database, clock, logger: createLogger("silent") });
  await store.prepare();
  const manual = createManualJobs(clock);
  const app = await createTestApp({
    ...{ database, clock, jobs: manual.jobs },
    config: { pushAllow: [push.origin], channelAllow: [receiver.origin, `smtp://127.0.0.1:${smtp.port}`] },
  });
  const agent = await app.token("agent", "builder");
  let count = 0;
  // Takes no notifications.
  const owner: Call = await app.pair({ deviceName: "Desk" });
  const phones: { browser: Browser; said: number }[] = [];
  /** What a phone shows it says, as its app does. */
  const show = async () => {
    for (const phone of phones)
      for (; phone.said < phone.browser.pushes.length; phone.said += 1) {
        const { deliveryId, capability } = phone.browser.pushes[phone.said]?.payload.notification.data ?? {};
        await app.nobody("POST", `/api/deliveries/${deliveryId}/ack`, { event: "shown" }, { authorization: `Capability ${capability}` });
      }
  };
  const drain = async () => {
    await manual.drain();
    await show();
  };

  const lab = {
    ...app,
    ...{ push, receiver, smtp, agent, clock, owner, manual, drain },
    iso: (ms = 0) => new Date(now + ms).toISOString(),
    skip: (ms: number) => void (now += ms),
    /** Lets time go by: every half a minute what is due is run, the looks at the rules among it; in a long time less often. */
    pass: async (ms: number): Promise<void> => {
      const stepMs = Math.max(everyMs, Math.floor(ms / most / everyMs) * everyMs);
      for (const end = now + ms; now < end;) {
        now = Math.min(end, now + stepMs);
        await drain();
      }
    },
    /** Begins the row of looks. */
    look: async (): Promise<void> => {
      await manual.run("alerts.keep");
      await drain();
    },
    phone: async (name: string, options: { role?: Role; person?: string } = {}): Promise<PagedPhone> => {
      const call = await app.pair({ deviceName: name, ...options });
      const browser = push.subscribe();
      const { body } = await call("PUT", "/api/devices/me/push-subscription", browser.subscription);
      phones.push({ browser, said: 0 });
      return Object.assign(call, { browser, id: body.id as string });
    },
    channel: async (input: object): Promise<string> => {
      const made = await owner("POST", "/api/notification-channels", { private: false, enabled: true, ...input });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return made.body.id;
    },
    ntfy: () => lab.channel({ kind: "ntfy", name: "On call", config: { server: receiver.origin, topic: "ops" }, secret: "tk_1" }),
    hook: () => lab.channel({ kind: "webhook", name: "Pager", config: { url: `${receiver.origin}/hook` } }),
    mail: () =>
      lab.channel({
        ...{ kind: "email", name: "Mail" },
        config: { host: "127.0.0.1", port: smtp.port, security: "none", from: "beckon@example.org", to: ["ann@example.org"] },
      }),
    /** Each step so many minutes after the one before: a device, or a channel by its id. */
    steps: async (afterMinutes: number, ...tell: string[]): Promise<void> => {
      const steps = tell.map((to, index) => ({
        afterMinutes: index === 0 ? 0 : afterMinutes,
        ...(to.startsWith("ch_") ? { tell: "channel", channelId: to } : { tell: to }),
      }));
      const decisions = { fromRisk: null, fromCostPerHourMicros: null };
      const { status, body } = await owner("PUT", "/api/escalation-policy", { steps, repeat: null, decisions });
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    run: (key: string, body: object) => agent("PUT", `/api/workflows/${key}`, { name: "Orders", ...body }),
    /** A run that has gone on for so long. */
    stuck: (key = "a", hours = 25, name = "Orders") =>
      agent("PUT", `/api/workflows/${key}`, { name, status: "running", startedAt: new Date(now - hours * 3_600_000).toISOString() }),
    tell: async (signals: object[]): Promise<void> => {
      const full = signals.map((signal) => ({
        id: `s${(count += 1)}`,
        source: "test",
        at: clock().toISOString(),
        session: "run",
        ...signal,
      }));
      for (let from = 0; from < full.length; from += 500) {
        const { body } = await agent("POST", "/api/signals", { signals: full.slice(from, from + 500) });
        if (body.accepted !== Math.min(500, full.length - from)) throw new Error(JSON.stringify(body));
      }
    },
    alerts: async (): Promise<Alert[]> => (await owner("GET", "/api/alerts?limit=200")).body.items,
    read: async (id: string): Promise<AlertDetail> => (await owner("GET", `/api/alerts/${id}`)).body,
    rows: async <T>(text: string) => (await database.executeSql(text)).rows as T[],
    close: async () => {
      await app.close();
      await store.stop().catch(() => undefined);
      await push.close();
      receiver.close();
      smtp.close();
    },
  };
  return lab;
};
export type PagingLab = Awaited<ReturnType<typeof openPagingLab>>;

/** What a phone was sent, in order: `page` for what rings, `gone` for what takes its place without a sound. */
export const heard = ({ browser }: Pick<PagedPhone, "browser">): string[] =>
  browser.pushes.map(
    ({ payload: { notification } }) => `${notification.data.type === "withdraw" ? "gone" : "page"}: ${notification.title}`,
  );
