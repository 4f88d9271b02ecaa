import type { Role, TokenScope } from "@beckon/contracts/access";
import { createApp, type App } from "@beckon/bff/app.ts";
import type { Config } from "@beckon/bff/config.ts";
import type { Clock } from "@beckon/bff/platform/clock.ts";
import type { Database } from "@beckon/bff/platform/db/database.ts";
import type { Jobs } from "@beckon/bff/platform/jobs/jobs.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import type { Outbound } from "@beckon/bff/platform/outbound/outbound.ts";
import type { Traces } from "@beckon/bff/platform/traces.ts";
import { createServices, type Services } from "@beckon/bff/services.ts";
import { openTestDatabase } from "./pglite-template.ts";

export const origin = "http://localhost:8787";
export const localSecret = "local-secret-of-the-test-0123456789abcdefghi";

export type Answer<T = any> = { status: number; body: T; headers: Headers };
export type Call = <T = any>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer<T>>;

export type TestApp = {
  app: App;
  services: Services;
  database: Database;
  /** Nobody: no cookie, no token. */
  nobody: Call;
  /** The command line on the server's machine. */
  local: Call;
  /** Pairs a device of a new person (or of `person`) with this role, and calls as it. */
  pair(options?: { role?: Role; person?: string; deviceName?: string }): Promise<Call & { cookie: string; session: any }>;
  /** Makes a token, and calls with it. */
  token(scope?: TokenScope, name?: string): Promise<Call & { id: string; token: string }>;
  close(): Promise<void>;
};

type Options = {
  clock?: Clock;
  database?: Database;
  outbound?: Outbound;
  jobs?: boolean | Jobs;
  config?: Partial<Config>;
  traces?: Traces;
};

/** The whole BFF on a database of its own, without a port: routes through `app.request`. */
export const createTestApp = async (options: Options = {}): Promise<TestApp> => {
  const database = options.database ?? (await openTestDatabase());
  const logger = createLogger(process.env.TEST_LOG ?? "silent");
  const config: Config = {
    port: 8787,
    host: "127.0.0.1",
    dataDir: "/nowhere",
    publicOrigin: origin,
    databaseUrl: undefined,
    vapidSubject: undefined,
    pushAllow: [],
    argoAllow: [],
    channelAllow: [],
    logLevel: "silent",
    ...options.config,
  };
  const services = createServices({
    config,
    database,
    logger,
    localSecret,
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.outbound ? { outbound: options.outbound } : {}),
    ...(options.traces ? { traces: options.traces } : {}),
    ...(typeof options.jobs === "object" ? { jobs: options.jobs } : {}),
  });
  await services.sync.start();
  if (options.jobs === true) await services.jobs.start();
  else await services.jobs.prepare();
  const app = createApp(services);

  const caller =
    (own: Record<string, string>): Call =>
    async (method, path, body, headers = {}) => {
      const response = await app.request(config.publicOrigin + path, {
        method,
        headers: {
          origin: config.publicOrigin,
          host: new URL(config.publicOrigin).host,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...own,
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") ?? false;
      return { status: response.status, body: isJson && text !== "" ? JSON.parse(text) : text, headers: response.headers };
    };

  const local = caller({ authorization: `Bearer ${localSecret}` });
  const nobody = caller({});
  let people = 0;

  return {
    app,
    services,
    database,
    nobody,
    local,
    pair: async ({ role = "owner", person, deviceName = "Test phone" } = {}) => {
      people += 1;
      const invitation = await local(
        "POST",
        "/api/pairing-codes",
        role === "owner" && !person ? {} : { person: person ?? `Person ${people}`, role },
      );
      const paired = await nobody("POST", "/api/pair", { code: invitation.body.code, deviceName });
      if (paired.status !== 201) throw new Error(`pairing failed: ${JSON.stringify(paired.body)}`);
      const cookie = (paired.headers.get("set-cookie") ?? "").split(";")[0] as string;
      return Object.assign(caller({ cookie }), { cookie, session: paired.body });
    },
    token: async (scope = "agent", name = `Agent ${Math.floor(performance.now() * 1_000)}`) => {
      const created = await local("POST", "/api/tokens", { name, scope });
      if (created.status !== 201) throw new Error(`no token: ${JSON.stringify(created.body)}`);
      return Object.assign(caller({ authorization: `Bearer ${created.body.token}` }), { id: created.body.id, token: created.body.token });
    },
    close: async () => {
      services.streams.stop();
      await services.hooks.stop();
      await services.budgets.stop();
      await services.agents.stop();
      await services.coordination.stop();
      await services.jobs.stop();
      await services.outbound.close();
      await database.close();
    },
  };
};
