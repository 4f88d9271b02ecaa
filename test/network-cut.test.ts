import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { type ExpectStatic, test } from "vitest";
import { markedProcesses } from "../apps/cli/src/testing/marked-processes.ts";
import { dataFolder, freePort, startBff } from "./support/bff-process.ts";
import { openNetwork } from "./support/cut-network.ts";
import { callerOf, makeToken } from "./support/people.ts";
import { openMachine } from "./support/runner.ts";

// The network between a machine and the server is cut, or worse: the real server, the real runner, real processes.

const linux = existsSync("/proc/self/stat");
/** So long a cut lasts at least: a few seconds here, minutes where somebody wants to see it (TEST_CUT_SECONDS=180). */
const cutSeconds = Number(process.env.TEST_CUT_SECONDS ?? 0);
/** Ticks; and hears no polite word. */
const script = `echo "$BECKON_AGENT" >>starts; trap "" TERM; while :; do echo tick >>"$BECKON_AGENT.ticks"; sleep 0.2; done`;
const profiles = [{ name: "worker", command: ["sh", "-c", script], limits: { most: 8 } }];

/** A server, a machine, and the network between them. */
async function setUp(expect: ExpectStatic) {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(dataFolder());
  const port = await freePort();
  const bff = await startBff({ port, dataDir: folder.path });
  opening.defer(async () => void (await bff.kill()));
  const network = opening.use(await openNetwork(port));
  const person = callerOf(bff.origin, { authorization: `Bearer ${await makeToken(bff, "Person", "admin")}` });
  const machine = opening.use(openMachine({ url: network.origin, token: await makeToken(bff, "devbox", "host"), profiles }));
  const runner = machine.start();
  const cleanUp = opening.move();
  const eventually = (read: () => unknown, timeout = 60_000) => expect.poll(read, { timeout, interval: 150 });
  const host = async (): Promise<Host | undefined> => (await person("GET", "/api/hosts")).body.items?.[0];
  const processOf = async (id: string | undefined) => (await host())?.processes.find((one) => one.id === id);
  const read = async ({ id }: Command): Promise<Command> => (await person("GET", `/api/commands/${id}`)).body;
  const ask = async (input: Record<string, unknown>): Promise<[Command, ...Command[]]> => {
    const { status, body } = await person("POST", "/api/commands", { hostId: (await host())?.id, ...input });
    expect(status, JSON.stringify(body)).toBe(201);
    for (const { processId } of body.commands as Command[]) machine.remember(processId ?? "");
    return body.commands;
  };
  const linesOf = (name: string): string[] => {
    try {
      return readFileSync(join(machine.folder, name), "utf8").trim().split("\n");
    } catch {
      return [];
    }
  };
  /** Four at work. */
  const startTeam = async (): Promise<[ShownProcess, ShownProcess, ShownProcess, ShownProcess]> => {
    await eventually(async () => (await host())?.connected ?? runner.said()).toBe(true);
    const commands = await ask({ kind: "start", profile: "worker", count: 4 });
    await eventually(async () => (await Promise.all(commands.map(read))).map(({ state }) => state)).toEqual(Array<string>(4).fill("done"));
    const team = await Promise.all(commands.map(({ processId }) => processOf(processId)));
    await eventually(() => team.map((one) => linesOf(`${one?.agent}.ticks`).length > 2)).toEqual([true, true, true, true]);
    return team as [ShownProcess, ShownProcess, ShownProcess, ShownProcess];
  };
  const starts = () => linesOf("starts").toSorted();
  return {
    ...{ network, person, eventually, host, processOf, read, ask, linesOf, startTeam, starts },
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  };
}
const stateOf = (id: string) => markedProcesses([id]).map(({ state }) => (state === "T" ? "T" : "goes"));

test.runIf(linux).concurrent.for(["closed", "swallowing"] as const)(
  "%s: agents go on, commands time out in sight, evidence catches up, and nothing runs twice",
  { timeout: 900_000 + cutSeconds * 1_000 },
  async (way, { expect }) => {
    await using setup = await setUp(expect);
    const { network, person, eventually, host, processOf, read, ask, linesOf, starts } = setup;
    const [deaf, dying, wanted, spared] = await setup.startTeam();
    // Begun before the cut; it takes six seconds to its end, and nobody hears of that in time.
    const [begun] = await ask({ kind: "stop", processId: deaf.id, timeoutSeconds: 12 });
    await eventually(async () => (await read(begun)).state).toBe("acknowledged");
    await network.turn(way);
    const cutAt = performance.now();
    const before = linesOf(`${wanted.agent}.ticks`).length;
    const [missed] = await ask({ kind: "pause", processId: spared.id, timeoutSeconds: 5 });
    const [waiting] = await ask({ kind: "restart", processId: wanted.id, timeoutSeconds: 600 });
    process.kill(dying.pid as number, "SIGKILL");
    const diedAt = Date.now();
    // What was asked for in vain says so by itself, whoever looks.
    await eventually(() => read(missed)).toMatchObject({ state: "expired", result: expect.stringContaining("devbox") as string });
    await eventually(() => read(begun)).toMatchObject({
      state: "expired",
      result: "devbox began it, and has not said what came of it.",
    });
    // On the machine it came to its end; all others work.
    await eventually(() => stateOf(deaf.id)).toEqual([]);
    expect(linesOf(`${wanted.agent}.ticks`).length).toBeGreaterThan(before + 10);
    await sleep(Math.max(0, cutSeconds * 1_000 - (performance.now() - cutAt)));
    if (cutSeconds > 45) expect(await host()).toMatchObject({ connected: false });
    const ticked = linesOf(`${spared.agent}.ticks`).length;
    const tries = network.connections();
    const openedAt = Date.now();
    await network.turn("open");
    const backAt = performance.now();

    await eventually(async () => (await read(waiting)).state, 120_000).toBe("done");
    await eventually(() => processOf(dying.id)).toMatchObject({ state: "failed", signal: "SIGKILL" });
    // When it happened, not when it was told. Instants may have been cut to milliseconds on the way.
    const endedAt = Date.parse((await processOf(dying.id))?.endedAt ?? "");
    expect(endedAt).toBeGreaterThanOrEqual(diedAt - 1);
    expect(endedAt).toBeLessThan(openedAt);
    await eventually(() => processOf(deaf.id)).toMatchObject({ state: "exited", signal: "SIGKILL" });
    await eventually(() => read(begun)).toMatchObject({
      state: "expired",
      result: expect.stringMatching(/^devbox began it, .* It came late: done, ended by force in \d+\.\d s$/) as string,
    });
    const caughtUp = performance.now() - backAt;
    // What nobody took in time is not done later; what waited is done once.
    expect(stateOf(spared.id)).not.toContain("T");
    expect(await processOf(spared.id)).toMatchObject({ state: "running", pid: spared.pid, restarts: 0 });
    expect(await processOf(wanted.id)).toMatchObject({ state: "running", restarts: 1 });
    await eventually(starts).toEqual([deaf, dying, spared, wanted, wanted].map(({ agent }) => agent).toSorted());
    const { body: audit } = await person("GET", `/api/audit?subject=${begun.id}`);
    expect(audit.items.map(({ action }: { action: string }) => action)).toEqual(["command.late", "command.expired", "command.requested"]);
    if (cutSeconds > 0)
      console.log(
        `${way} for ${((backAt - cutAt) / 1_000).toFixed(0)} s: ${ticked} ticks of the one that was left alone, ${tries} connections tried, all caught up ${(caughtUp / 1_000).toFixed(1)} s after it was open again`,
      );
  },
);

test.runIf(linux).concurrent("slow: everything comes late each way, and is done once", async ({ expect }) => {
  await using setup = await setUp(expect);
  const { network, eventually, processOf, read, ask, starts } = setup;
  await network.turn({ delayMs: 700 });
  const team = await setup.startTeam();
  expect(starts()).toEqual(team.map(({ agent }) => agent).toSorted());
  const [one, other] = team;
  const asked = [...(await ask({ kind: "pause", processId: one.id })), ...(await ask({ kind: "restart", processId: other.id }))];
  await eventually(async () => (await Promise.all(asked.map(read))).map(({ state }) => state)).toEqual(["done", "done"]);
  expect(stateOf(one.id)).not.toContain("goes");
  await eventually(() => processOf(other.id)).toMatchObject({ state: "running", restarts: 1 });
  await eventually(() => starts()).toEqual([...team, other].map(({ agent }) => agent).toSorted());
});
