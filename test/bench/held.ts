import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { startBare } from "./bare.ts";
import { makeAgent, pairDevice, question, startBff, temporaryFolder, type Engine } from "./bff.ts";
import type { CrowdOrder } from "./crowd.ts";
import type { Add } from "./figures.ts";
import { caller, expecting, type Call } from "./http-client.ts";
import { ended, settledMB } from "./processes.ts";

const people = 10;

/** So many agents that wait and as many open apps, what each costs, and how quick the server is beneath them. */
export const measureHeld = async (add: Add, { engine, crowd, seconds }: { engine: Engine; crowd: number; seconds: number }) => {
  using folder = temporaryFolder();
  const bff = await startBff({ dataDir: folder.path, ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}) });
  const bare = await startBare();
  const child = fork(fileURLToPath(new URL("crowd.ts", import.meta.url)));
  child.on("message", (message: { refused?: string }) => {
    if (message.refused) throw new Error(`refused: ${message.refused}`);
  });
  try {
    // Before anything is asked: filling the inbox leaves room in the heap, which would hide what the crowd takes.
    const idle = await settledMB(bff.pid);
    const agent = await makeAgent(bff, "bench");
    const devices: { cookie: string; call: Call }[] = [];
    for (let index = 0; index < people; index += 1)
      devices.push(await pairDevice(bff, { deviceName: "Phone", ...(index > 0 ? { person: `Person ${index}` } : {}) }));
    const ids: string[] = [];
    for (let index = 0; index < crowd; index += 20)
      ids.push(
        ...(await Promise.all(
          Array.from(
            { length: 20 },
            async (_, at) => (await expecting(201, agent.call("POST", "/api/decision-requests", question(index + at)))).body.id as string,
          ),
        )),
      );
    const cursor = (await expecting(200, devices[0]!.call("GET", "/api/sync"))).body.cursor as string;

    const host = `host: ${new URL(bff.origin).host}\r\n`;
    const waits = ids.map(
      (id) => `GET /api/decision-requests/${id}?wait=240 HTTP/1.1\r\n${host}authorization: Bearer ${agent.token}\r\n\r\n`,
    );
    const streams = ids.map(
      (_, index) =>
        `GET /api/stream?cursor=${encodeURIComponent(cursor)} HTTP/1.1\r\n${host}cookie: ${devices[index % people]!.cookie}\r\n\r\n`,
    );
    const gather = async (heads: string[]) => {
      child.send({ port: Number(new URL(bff.origin).port), heads } satisfies CrowdOrder);
      await once(child, "message");
      return settledMB(bff.pid);
    };
    const filled = await settledMB(bff.pid);
    const withAgents = await gather(waits);
    const withAll = await gather(streams);
    const of = `${crowd.toLocaleString("en")} `;
    add({
      name: `${of}agents waiting, above the server that took their questions, ${engine.name}`,
      unit: "MB",
      values: [withAgents - filled],
      note: `${(((withAgents - filled) / crowd) * 1_000).toFixed(0)} KB each`,
    });
    add({
      name: `${of}open streams, above that, ${engine.name}`,
      unit: "MB",
      values: [withAll - withAgents],
      note: `${(((withAll - withAgents) / crowd) * 1_000).toFixed(0)} KB each`,
    });
    add({
      name: `both, and all that was asked, above the idle server (${idle.toFixed(0)} MB), ${engine.name}`,
      unit: "MB",
      values: [withAll - idle],
      budget: { of: "median", atMost: (150 * crowd) / 1_000 },
    });

    const origins = { server: bff.origin, bare: bare.origin };
    const calm = await pace(origins, seconds);
    add({ name: "bare node:http server meanwhile", unit: "ms", values: calm.bare });
    add({ name: `/health under that load, ${engine.name}`, unit: "ms", values: calm.server, budget: { of: "p99", atMost: 5 } });
    let busy = true;
    const work = (async () => {
      for (let index = 0; busy; index += 1) {
        const asked = await expecting(201, agent.call("POST", "/api/decision-requests", question(index)));
        await sleep(500);
        await expecting(200, devices[0]!.call("PUT", `/api/decision-requests/${asked.body.id}/decision`, { option: "approve" }));
        await sleep(500);
      }
    })();
    const lively = await pace(origins, seconds);
    busy = false;
    add({ name: "bare node:http server meanwhile", unit: "ms", values: lively.bare });
    add({ name: `/health, and 1 ask and 1 answer a second told to all, ${engine.name}`, unit: "ms", values: lively.server });
    await work;
  } finally {
    child.send("leave");
    await ended(child);
    await bare.stop();
    await bff.stop();
  }
};

/**
 * A call every 10 ms, whether or not the one before has been answered: a server that stalls is not
 * spared. A bare server is called in between, and tells how much of it is this machine's own doing.
 */
const pace = async (origins: { server: string; bare: string }, seconds: number) => {
  const calls = { server: caller(origins.server), bare: caller(origins.bare) };
  const values = { server: [] as Promise<number>[], bare: [] as Promise<number>[] };
  for (let index = 0; index < 100; index += 1) await Promise.all([calls.server("GET", "/health"), calls.bare("GET", "/health")]);
  const began = performance.now();
  for (let index = 0; index < seconds * 200; index += 1) {
    const wait = began + index * 5 - performance.now();
    if (wait > 0) await sleep(wait);
    const which = index % 2 === 0 ? "server" : "bare";
    values[which].push(
      (async (from) => expecting(200, calls[which]("GET", "/health")).then(() => performance.now() - from))(performance.now()),
    );
  }
  return { server: await Promise.all(values.server), bare: await Promise.all(values.bare) };
};
