import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { chromiumArgs, findChromium } from "../support/browsers.ts";
import { makeAgent, pairDevice, pairingLink, startBff, temporaryFolder, type Bff, type Engine } from "./bff.ts";
import type { CrowdOrder } from "./crowd.ts";
import type { Add } from "./figures.ts";
import { expecting } from "./http-client.ts";
import { ended } from "./processes.ts";

const streams = 100;

/** Notes when each `step-N` was painted: looks at every frame, through shadow roots. Runs in the page. */
const watchForSteps = () => {
  const seen: Record<string, number> = {};
  Object.assign(globalThis, { stepsSeen: seen });
  const look = (within: Document | ShadowRoot) => {
    for (const element of within.querySelectorAll("*")) {
      if (!element.shadowRoot) continue;
      for (const [step] of (element.shadowRoot.textContent ?? "").matchAll(/step-\d+/g)) {
        if (seen[step] !== undefined) continue;
        seen[step] = 0;
        // The next frame begins when this one has been painted.
        requestAnimationFrame(() => void (seen[step] = performance.timeOrigin + performance.now()));
      }
      look(element.shadowRoot);
    }
  };
  const loop = () => {
    look(document);
    requestAnimationFrame(loop);
  };
  loop();
};

/** From an agent's report to the open app's screen, while a hundred others listen. */
export const measureScreen = async (add: Add, { engine, times }: { engine: Engine; times: number }) => {
  const chromiumPath = findChromium();
  if (!chromiumPath) throw new Error("Chromium is not installed; CHROMIUM names another place");
  using folder = temporaryFolder();
  const bff = await startBff({ dataDir: folder.path, ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}) });
  const crowd = fork(fileURLToPath(new URL("crowd.ts", import.meta.url)));
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
  try {
    await openStreams(bff, crowd);
    const agent = await makeAgent(bff, "bench");
    const tell = async (index: number) => {
      const sentAt = performance.timeOrigin + performance.now();
      await expecting(
        200,
        agent.call("POST", "/api/signals", {
          signals: [
            {
              id: `step-${index}`,
              source: "bench",
              session: "run",
              at: new Date().toISOString(),
              kind: "tool.started",
              data: { callId: `call-${index}`, tool: "Bash", command: `./step-${index}` },
            },
            ...(index > 0
              ? [
                  {
                    id: `step-end-${index}`,
                    source: "bench",
                    session: "run",
                    at: new Date().toISOString(),
                    kind: "tool.ended",
                    data: { callId: `call-${index - 1}`, tool: "Bash", ok: true },
                  },
                ]
              : []),
          ],
        }),
      );
      return sentAt;
    };
    await tell(0);
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(await pairingLink(bff));
    await page.getByRole("button", { name: "Pair this device" }).click();
    await page.waitForURL((at) => at.pathname === "/" || at.pathname === "/connect");
    await page.goto(`${bff.origin}/fleet`);
    await page.evaluate(watchForSteps);
    const values: number[] = [];
    for (let index = 0; index <= times; index += 1) {
      const sentAt = index === 0 ? Number.NaN : await tell(index);
      const painted = await page.waitForFunction(
        (step) => (globalThis as unknown as { stepsSeen: Record<string, number> }).stepsSeen[step],
        `step-${index}`,
      );
      values.push(((await painted.jsonValue()) as number) - sentAt);
      await sleep(200);
    }
    // The first few load what a start leaves out.
    add({
      name: `report → the open app's screen, ${streams} streams open, ${engine.name}`,
      unit: "ms",
      values: values.slice(6),
      budget: { of: "p95", atMost: 150 },
    });
  } finally {
    await browser.close();
    crowd.send("leave");
    await ended(crowd);
    await bff.stop();
  }
};

const openStreams = async (bff: Bff, crowd: ReturnType<typeof fork>) => {
  const phone = await pairDevice(bff, { deviceName: "Phone" });
  const cursor = (await expecting(200, phone.call("GET", "/api/sync"))).body.cursor as string;
  const { host, port } = new URL(bff.origin);
  const head = `GET /api/stream?cursor=${encodeURIComponent(cursor)} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${phone.cookie}\r\n\r\n`;
  crowd.send({ port: Number(port), heads: Array.from({ length: streams }, () => head) } satisfies CrowdOrder);
  await once(crowd, "message");
};
