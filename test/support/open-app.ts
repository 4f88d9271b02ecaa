import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@beckon/bff/config.ts";
import { type RunningServer, startServer } from "@beckon/bff/server.ts";
import type { DecisionRequest, DecisionRequestInput } from "@beckon/contracts/decisions";
import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { chromiumArgs, findChromium } from "./browsers.ts";
import { prepareDataFolder } from "./prepared-database.ts";
import { patience } from "./patience.ts";

export type OpenApp = {
  server: RunningServer;
  /** Where the browser finds the app. */
  origin: string;
  page: Page;
  context: BrowserContext;
  devtools: CDPSession;
  /** Asks over the wire, as an agent does. */
  ask(input: DecisionRequestInput): Promise<DecisionRequest>;
  /** What the agent sees of its request; waits for an answer, but for no more than some seconds. */
  answerOf(id: string, waitSeconds?: number): Promise<DecisionRequest>;
  close(): Promise<void>;
};

type Options = {
  /** A proxy that the browser is to go through. */
  behind?: { publicOrigin: string; leadTo(port: number): void };
  /** A browser that keeps its profile on disk, compiled code too, as a person's does; otherwise a private window. */
  kept?: boolean;
};

/** A server of its own, an agent's token, and a paired phone-sized Chromium. */
export const openApp = async ({ behind, kept }: Options = {}): Promise<OpenApp> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("Chromium is not installed");
  const folder = mkdtempSync(join(tmpdir(), "beckon-app-"));
  prepareDataFolder(join(folder, "data"));
  const server = await startServer(
    readConfig({
      BECKON_PORT: "0",
      BECKON_DATA_DIR: join(folder, "data"),
      BECKON_LOG_LEVEL: "silent",
      ...(behind && { BECKON_PUBLIC_ORIGIN: behind.publicOrigin }),
    }),
  );
  const origin = server.config.publicOrigin;
  behind?.leadTo(server.config.port);
  const { token } = await server.services.access.tokens.create({ kind: "local" }, { name: "agent", scope: "agent" });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const call = async (path: string, init: RequestInit): Promise<DecisionRequest> => {
    const answer = await fetch(`${origin}${path}`, { ...init, headers: { ...headers, ...init.headers } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as DecisionRequest;
  };

  const launch = { executablePath, args: chromiumArgs };
  const looks = { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark", reducedMotion: "reduce" } as const;
  const browser = kept ? undefined : await chromium.launch(launch);
  const context = await (browser?.newContext(looks) ?? chromium.launchPersistentContext(join(folder, "profile"), { ...launch, ...looks }));
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const { url } = await server.services.access.invite({ kind: "local" }, {});
  await page.goto(url);
  await page.getByRole("button", { name: "Pair this device" }).click();
  await page.waitForURL((at) => at.pathname !== "/pair");

  return {
    server,
    origin,
    page,
    context,
    devtools: await context.newCDPSession(page),
    ask: (input) =>
      call("/api/decision-requests", { method: "POST", body: JSON.stringify(input), headers: { "idempotency-key": crypto.randomUUID() } }),
    answerOf: (id, waitSeconds = 20) => call(`/api/decision-requests/${id}${waitSeconds > 0 ? `?wait=${waitSeconds}` : ""}`, {}),
    close: async () => {
      await (browser ?? context).close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};
