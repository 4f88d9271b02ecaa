import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bff } from "../support/bff-process.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let bffs: [Bff, Bff];
let clients: [Client, Client];
let phone: Caller;

beforeAll(async () => {
  bffs = await startTwoServers(cleanUp);
  const authorization = `Bearer ${await makeToken(bffs[0], "Builder")}`;
  const connect = async ({ origin }: Bff) => {
    const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode: "auto" } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), { requestInit: { headers: { authorization } } }));
    cleanUp.defer(() => client.close());
    return client;
  };
  clients = [await connect(bffs[0]), await connect(bffs[1])];
  phone = callerOf(bffs[1].origin, { cookie: await pairDevice(bffs[1], "Phone") });
});
afterAll(() => cleanUp.disposeAsync());

const ask = async (client: Client, question: string, more: object = {}): Promise<any> =>
  (await client.callTool({ name: "ask_human", arguments: { question, ...more } })).structuredContent;
const pendingOf = async (question: string): Promise<any[]> =>
  (await phone("GET", "/api/decision-requests?status=pending")).body.items.filter(({ title }: { title: string }) => title === question);
const answer = async (id: string, text: string) =>
  expect((await phone("PUT", `/api/decision-requests/${id}/decision`, { text })).status).toBe(200);

test("held by one server, answered at the other", async () => {
  const held = ask(clients[0], "Deploy?");
  await expect.poll(() => pendingOf("Deploy?")).toHaveLength(1);
  const [card] = await pendingOf("Deploy?");
  await answer(card.id, "yes");
  expect(await held).toMatchObject({ status: "answered", request_id: card.id, text: "yes" });
});

test("the same question many times at once, at both servers: one card; once it was handed over, one new card", async () => {
  const crowd = async () =>
    new Set(
      (await Promise.all(Array.from({ length: 20 }, (_, index) => ask(clients[index % 2 ? 1 : 0], "Again?", { wait_seconds: 0 })))).map(
        ({ request_id }) => request_id as string,
      ),
    );
  const first = await crowd();
  expect(first.size).toBe(1);
  const [id = ""] = first;
  await answer(id, "yes");
  expect(await ask(clients[1], "Again?")).toMatchObject({ request_id: id, status: "answered" });
  const second = await crowd();
  expect(second.size).toBe(1);
  expect(second.has(id)).toBe(false);
});
