import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "@beckon/contracts/access";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { type Bff, freePort, startBff } from "./bff-process.ts";
import { chromiumArgs, findChromium } from "./browsers.ts";
import { type Caller, callerOf, makeToken } from "./people.ts";
import { patience } from "./patience.ts";

export type Device = { page: Page; context: BrowserContext; call: Caller; open(path: string): Promise<void> };

/** The real server as a process that can be killed, one Chromium with a device for each person, and agents that call over the wire. */
export const openTeamStage = async (env: Record<string, string> = {}) => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("Chromium is not installed");
  const folder = mkdtempSync(join(tmpdir(), "beckon-team-"));
  const port = await freePort();
  const start = () => startBff({ port, dataDir: join(folder, "data"), env: { BECKON_LOG_LEVEL: "silent", ...env } });
  let bff: Bff = await start();
  const { origin } = bff;
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });

  return {
    origin,
    folder,
    bff: () => bff,
    kill: () => bff.kill("SIGKILL"),
    restart: async () => void (bff = await start()),
    /** A paired browser with a profile of its own; without a person it is the owner's. */
    device: async (deviceName: string, who: { person?: string; role?: Role } = {}): Promise<Device> => {
      const local = callerOf(origin, { authorization: `Bearer ${bff.secret()}` });
      const { body: invited } = await local("POST", "/api/pairing-codes", who);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "dark", reducedMotion: "reduce" });
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      await page.goto(invited.url);
      await page.getByLabel("Name of this device").fill(deviceName);
      await page.getByRole("button", { name: "Pair this device" }).click();
      await page.waitForURL((at) => at.pathname !== "/pair");
      const [cookie] = (await context.cookies()).filter(({ name }) => name === "beckon").map(({ name, value }) => `${name}=${value}`);
      return {
        page,
        context,
        call: callerOf(origin, { cookie: cookie ?? "" }),
        open: async (path) => {
          await page.goto(origin + path);
          // From here on it also starts without network.
          await page.evaluate(async () => void (await navigator.serviceWorker.ready));
        },
      };
    },
    agent: async (name: string, scope = "agent"): Promise<Caller & { token: string }> => {
      const token = await makeToken(bff, name, scope);
      return Object.assign(callerOf(origin, { authorization: `Bearer ${token}` }), { token });
    },
    close: async () => {
      await browser.close();
      await bff.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};
export type TeamStage = Awaited<ReturnType<typeof openTeamStage>>;
