import { expect, test } from "vitest";
import { createClient, UnauthorizedError } from "./index.ts";
import { answerWith, drop, goodToken, startContractServer, until } from "./testing/contract-server.ts";

/** A server that has this to say, again with each sign of life until it is named. */
const withCommands = async (commands: object[]) => {
  let open = commands as { id: string }[];
  const server = await startContractServer(({ path, body, authorization }) => {
    if (path !== "/api/agents/heartbeat" || authorization !== `Bearer ${goodToken}`) return undefined;
    const { commands: reports = [] } = body as { commands?: { id: string }[] };
    open = open.filter(({ id }) => !reports.some((report) => report.id === id));
    return { status: 200, body: { commands: open } };
  });
  const beats = () => server.seen.map(({ body }) => body as { takes: string[]; commands?: object[] });
  const controller = new AbortController();
  const client = createClient({ url: server.url, token: goodToken });
  return { server, beats, client, controller, say: (more: object[]) => (open = [...open, ...(more as { id: string }[])]) };
};
const agent = { name: "nightly", sessionId: "n-1" };

test("each thing once and in order, told at once as done or failed, through cut connections", async () => {
  const { server, beats, client, controller } = await withCommands([
    { id: "cm_1", kind: "message", text: "First", by: "Ada" },
    { id: "cm_2", kind: "message", text: "Second" },
    { id: "cm_3", kind: "stop", reason: "Enough" },
    { id: "cm_4", kind: "dance" },
  ]);
  await using _ = server;
  server.fail(drop, answerWith(503, "busy"));
  const heard: unknown[] = [];
  const trouble: unknown[] = [];
  const alive = client.keepAlive({
    agent,
    everyMs: 5,
    signal: controller.signal,
    state: () => ({ state: "working", progress: 40 }),
    onMessage: ({ text, by }) => void heard.push([text, by]),
    onStop: ({ reason }) => {
      heard.push(reason);
      throw new Error("I am in the middle of a migration");
    },
    onUnreachable: (error) => trouble.push(error),
  });
  await until(() => beats().length >= 6);
  controller.abort();
  await alive;
  expect(trouble).toHaveLength(2);
  expect(heard).toEqual([["First", "Ada"], ["Second", undefined], "Enough"]);
  expect(beats()[3]).toEqual({
    agent,
    state: "working",
    progress: 40,
    takes: ["message", "stop"],
    commands: [
      { id: "cm_1", state: "done" },
      { id: "cm_2", state: "done" },
      { id: "cm_3", state: "failed", result: "I am in the middle of a migration" },
    ],
  });
  expect(
    beats()
      .slice(4)
      .every(({ commands }) => commands === undefined),
  ).toBe(true);
});

test("says only what it takes, and whether it shall stand still", async () => {
  const { server, beats, client, controller } = await withCommands([{ id: "pa_1", kind: "pause" }]);
  await using _ = server;
  const stands: boolean[] = [];
  const alive = client.keepAlive({ agent, everyMs: 5, signal: controller.signal, onPause: (paused) => void stands.push(paused) });
  await until(() => beats().length >= 3);
  expect(beats()[0]).toEqual({ agent, takes: [] });
  controller.abort();
  await alive;
  expect(stands).toEqual([true]);
});

test("a token that opens nothing is told, not tried again", async () => {
  const { server } = await withCommands([]);
  await using _ = server;
  await expect(createClient({ url: server.url, token: "wrong" }).keepAlive({ agent })).rejects.toThrow(UnauthorizedError);
  expect(server.seen).toHaveLength(1);
});
