import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { startPushService } from "../support/push-service.ts";
import { makeAgent, pairDevice, question, startBff, temporaryFolder, type Bff, type Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { expecting } from "./http-client.ts";
import { ended, startNode } from "./processes.ts";
import { timed } from "./stats.ts";

type Phone = Awaited<ReturnType<typeof pairDevice>>;

/** The two waits of the product: until the phone's push service has the question, and until the agent has the answer. */
export const measureLatency = async (add: Add, { engine, times }: { engine: Engine; times: number }) => {
  using folder = temporaryFolder();
  const push = await startPushService();
  const bff = await startBff({
    dataDir: folder.path,
    pushAllow: push.origin,
    ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}),
  });
  try {
    const agent = await makeAgent(bff, "bench");
    const phone = await pairDevice(bff, { deviceName: "Phone" });
    const browser = push.subscribe();
    await expecting(200, phone.call("PUT", "/api/devices/me/push-subscription", browser.subscription));

    const ask = async (index: number) =>
      (await expecting(201, agent.call("POST", "/api/decision-requests", question(index)))).body.id as string;
    const pushed = async (index: number) => {
      const expected = browser.pushes.length + 1;
      await ask(index);
      await browser.received(expected);
      await sleep(10);
    };
    // The first calls load what a start leaves out and let the compiler warm up; they are not counted.
    await timed(20, pushed);
    const values = (await timed(times, pushed)).map((ms) => ms - 10);
    add({
      name: `ask → push handed to the push service, ${engine.name}`,
      unit: "ms",
      values,
      budget: { of: "p95", atMost: 100 },
      note: "received, decrypted and read there",
    });
    add({ name: `ask alone (201), ${engine.name}`, unit: "ms", values: await timed(times, ask) });

    const answers = await answerTimes({ bff, phone, token: agent.token, ask, times });
    add({
      name: `answer → the waiting agent's process has it, ${engine.name}`,
      unit: "ms",
      values: answers.slice(20),
      budget: { of: "p95", atMost: 50 },
    });
  } finally {
    await bff.stop();
    await push.close();
  }
};

const answerTimes = async (options: { bff: Bff; phone: Phone; token: string; ask(index: number): Promise<string>; times: number }) => {
  const { bff, phone, token, ask, times } = options;
  const child = startNode(["test/bench/waiting-agent.ts"], { BECKON_URL: bff.origin, BECKON_TOKEN: token });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const values: number[] = [];
  for (let index = 0; index < times + 20; index += 1) {
    const id = await ask(10_000 + index);
    child.stdin?.write(`${id}\n`);
    // Long enough for its call to be held at the server.
    await sleep(index === 0 ? 1_500 : 40);
    const heard = once(lines, "line");
    const began = process.hrtime.bigint();
    await expecting(200, phone.call("PUT", `/api/decision-requests/${id}/decision`, { option: "approve" }));
    const [line] = (await heard) as [string];
    const [at, option] = line.split(" ");
    if (option !== "approve") throw new Error(`the agent got ${option}`);
    values.push(Number(BigInt(at as string) - began) / 1e6);
  }
  child.stdin?.end();
  await ended(child);
  return values;
};
