import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { makeAgent, startBff, temporaryFolder, type Bff, type Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { expecting } from "./http-client.ts";
import { ended } from "./processes.ts";
import { benchSignal, openPlain } from "./plain-insert.ts";
import type { Reported, ReportOrder } from "./reporters.ts";

const size = 1_000;
const budgets = {
  Postgres: { batched: { of: "median", atLeast: 10_000 }, hooks: { of: "median", atLeast: 5_000 } },
  embedded: { batched: undefined, hooks: { of: "median", atLeast: 3_000 } },
} as const;

/** `rounds` of so many `batches`, then hooks for so many `seconds`. */
type Amounts = { rounds: number; batches: number; warmUpSeconds: number; seconds: number };

/** Signals a second, when so many lanes send until all batches are stored. */
const rateOf = async (store: () => Promise<unknown>, { batches, lanes }: { batches: number; lanes: number }): Promise<number> => {
  const began = performance.now();
  let left = batches;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await store();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (batches * size * 1_000) / (performance.now() - began);
};

/** How much of what agents report a server takes in, beside the least that storing the same rows can be. */
export const measureIngest = async (add: Add, { engine, amounts }: { engine: Engine; amounts: Amounts }) => {
  using folder = temporaryFolder();
  const bff = await startBff({ dataDir: folder.path, ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}) });
  try {
    const agent = await makeAgent(bff, "bench");
    let next = 0;
    const send = () => {
      const from = (next += size);
      const signals = Array.from({ length: size }, (_, index) => benchSignal(from + index));
      return expecting(200, agent.call("POST", "/api/signals", { signals }));
    };
    await measureBatches(add, { engine, amounts, send });
    await measureHooks(add, { engine, bff, token: agent.token, amounts });
  } finally {
    await bff.stop();
  }
};

type Batched = { engine: Engine; amounts: Amounts; send: () => Promise<unknown> };

/** In turns, that a machine which is slow for some seconds is so for both. */
const measureBatches = async (add: Add, { engine, amounts: { rounds, batches }, send }: Batched) => {
  await using plain = await openPlain({ engine, size });
  for (let index = 0; index < 5; index += 1) {
    await plain.store();
    await send();
  }
  const [stored, taken]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    stored.push(await rateOf(plain.store, { batches, lanes: 1 }));
    // Two at once: while one is stored the next is read.
    taken.push(await rateOf(send, { batches, lanes: 2 }));
  }
  add({ name: `plain INSERT … unnest of the same rows, ${engine.name}`, unit: "per s", values: stored, note: `${size} at once` });
  const { batched } = budgets[engine.name];
  add({
    name: `signals taken in, ${size} at once, ${engine.name}`,
    unit: "per s",
    values: taken,
    ...(batched ? { budget: batched } : {}),
  });
  add({
    name: `… of the plain INSERT, ${engine.name}`,
    unit: "ratio",
    values: taken.map((rate, round) => rate / (stored[round] as number)),
    budget: { of: "median", atLeast: 0.5 },
  });
};

type Hooked = { engine: Engine; bff: Bff; token: string; amounts: Amounts };

/** Claude Code's own hook events, one a request, fifty agents at once; each answered when it is durable. */
const measureHooks = async (add: Add, { engine, bff, token, amounts: { warmUpSeconds, seconds } }: Hooked) => {
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
    // Until V8 has seen these calls some ten thousand times it works on its code beside them.
    await report(warmUpSeconds);
    const values = [await report(seconds), await report(seconds), await report(seconds)];
    add({ name: `hook events, one a request, 50 at once, ${engine.name}`, unit: "per s", values, budget: budgets[engine.name].hooks });
  } finally {
    child.send("leave");
    await ended(child);
  }
};
