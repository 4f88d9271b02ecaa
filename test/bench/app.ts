import { spawnSync } from "node:child_process";
import { findChromium } from "../support/browsers.ts";
import { measureFiles } from "./app-files.ts";
import { makeAgent, question, startBff, temporaryFolder } from "./bff.ts";
import { measureColdStart } from "./cold-start.ts";
import type { Add } from "./figures.ts";
import { expecting } from "./http-client.ts";
import { measureLighthouse } from "./lighthouse.ts";
import { root } from "./processes.ts";

const stored = 500;

/** The app in a real browser against the real server: what it fetches, how soon it stands offline, what Lighthouse says. */
export const measureApp = async (add: Add, options: { coldStarts: number; lighthouseRuns: number }) => {
  const chromiumPath = findChromium();
  if (!chromiumPath) throw new Error("Chromium is not installed; CHROMIUM names another place");
  const built = spawnSync(process.execPath, ["apps/pwa/build-if-changed.ts"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (built.status !== 0) throw new Error("the app could not be built");
  using folder = temporaryFolder();
  const bff = await startBff({ dataDir: folder.path });
  try {
    const agent = await makeAgent(bff, "bench");
    const ask = async (index: number) => void (await expecting(201, agent.call("POST", "/api/decision-requests", question(index))));
    await ask(0);
    await ask(1);
    await measureFiles(add, { bff, chromiumPath });
    await measureLighthouse(add, { bff, chromiumPath, times: options.lighthouseRuns });
    for (let index = 2; index < stored; index += 1) await ask(index);
    await measureColdStart(add, { bff, chromiumPath, times: options.coldStarts, stored });
  } finally {
    await bff.stop();
  }
};
