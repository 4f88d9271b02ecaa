import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { makeAgent, startBff, temporaryFolder, type Bff, type Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { expecting } from "./http-client.ts";
import { ended } from "./processes.ts";
import { benchSignal, plainInsertRate } from "./plain-insert.ts";
import type { Reported, ReportOrder } from "./reporters.ts";

const size = 1_000;
const budgets = {
  Postgres: { batched: { of: "median", atLeast: 10_000 }, hooks: { of: "median", atLeast: 5_000 } },
  embedded: { batched: undefined, hooks: { of: "median", atLeast: 3_000 } },
} as const;

type Amounts = { batches: number; seconds: number };

/** How much of what agents report a server takes in, beside the least that storing the same rows can be. */
export const measureIngest = async (add: Add, { engine, amounts }: { engine: Engine; amounts: Amounts }) => {
  using folder = temporaryFolder();
  const plain = await plainInsertRate({ engine, batches: amounts.batches, size });
  add({ name: `plain INSERT … unnest of the same rows, ${engine.name}`, unit: "per s", values: [plain], note: `${size} at once` });

  const bff = await startBff({ dataDir: folder.path, ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}) });
  try {
    const agent = await makeAgent(bff, "bench");
    const send = (from: number) =>
      expecting(
        200,
        agent.call("POST", "/api/signals", { signals: Array.from({ length: size }, (_, index) => benchSignal(from + index)) }),
      );
    for (let index = 1; index <= 5; index += 1) await send(-index * size);
    const began = performance.now();
    // Two at once: while one is stored the next is read.
    const lane = async (first: number) => {
      for (let index = first; index < amounts.batches; index += 2) await send(index * size);
    };
    await Promise.all([lane(0), lane(1)]);
    const rate = (amounts.batches * size * 1_000) / (performance.now() - began);
    const { batched } = budgets[engine.name];
    add({
      name: `signals taken in, ${size} at once, ${engine.name}`,
      unit: "per s",
      values: [rate],
      ...(batched ? { budget: batched } : {}),
    });
    add({
      name: `… of the plain INSERT, ${engine.name}`,
      unit: "ratio",
      values: [rate / plain],
      budget: { of: "median", atLeast: 0.5 },
    });
    await measureHooks(add, { engine, bff, token: agent.token, seconds: amounts.seconds });
  } finally {
    await bff.stop();
  }
};

type Hooked = { engine: Engine; bff: Bff; token: string; seconds: number };

/** Claude Code's own hook events, one a request, fifty agents at once; each answered when it is durable. */
const measureHooks = async (add: Add, { engine, bff, token, seconds }: Hooked) => {
  const child = fork(fileURLToPath(new URL("reporters.ts", import.meta.url)));
  try {
    const report = async (forSeconds: number): Promise<number> => {
      child.send({
        port: Number(new URL(bff.origin).port),
        path: "/hooks/claude-code",
        token,
        connections: 50,
        seconds: forSeconds,
      } satisfies ReportOrder);
      const [{ calls, ms, refused }] = (await once(child, "message")) as [Reported];
      if (refused) throw new Error(`refused: ${refused}`);
      return (calls * 1_000) / ms;
    };
    await report(Math.min(seconds, 3));
    const values = [await report(seconds), await report(seconds), await report(seconds)];
    add({ name: `hook events, one a request, 50 at once, ${engine.name}`, unit: "per s", values, budget: budgets[engine.name].hooks });
  } finally {
    child.send("leave");
    await ended(child);
  }
};
