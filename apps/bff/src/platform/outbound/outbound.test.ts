import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createOutbound, publicOnly, type Outbound } from "./outbound.ts";

type Answer = (response: ServerResponse) => void;
let answer: Answer = (response) => response.end();
const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(`${request.method} ${request.url}`);
  request.resume().on("end", () => answer(response));
});
let origin = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let outbound: Outbound;
const open = (options: Partial<Parameters<typeof createOutbound>[0]> = {}) =>
  (outbound = createOutbound({ allowed: [origin], ...options }));
afterEach(() => outbound.close());
const post = (url: string) => outbound.post({ url, headers: {}, body: "x" });
const to = (...addresses: string[]) => ({
  resolve: (_: string, done: (error: null, found: { address: string; family: number }[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    ),
});

describe("outbound", () => {
  test("gives the status, Retry-After and the start of the text", async () => {
    open();
    answer = (response) => response.writeHead(429, { "retry-after": "7" }).end("slow down");
    expect(await post(`${origin}/a`)).toEqual({ status: 429, retryAfter: "7", text: "slow down" });
  });

  test("follows no redirect", async () => {
    open();
    seen.length = 0;
    answer = (response) => response.writeHead(307, { location: `${origin}/elsewhere` }).end();
    expect((await post(`${origin}/b`)).status).toBe(307);
    expect(seen).toEqual(["POST /b"]);
  });

  test("reads no more than 4 KB of an endless answer", async () => {
    open();
    answer = (response) => {
      const pour = () => {
        while (!response.destroyed && response.write("y".repeat(65_536))) continue;
      };
      response.on("drain", pour);
      pour();
    };
    expect((await post(`${origin}/c`)).text).toHaveLength(4_096);
  });

  test("ends after its limit where nothing answers, and where the answer never ends", async () => {
    open({ limitMs: 50 });
    answer = () => undefined;
    await expect(post(`${origin}/d`)).rejects.toMatchObject({ kind: "timeout" });
    answer = (response) => void response.writeHead(200).write("a");
    await expect(post(`${origin}/e`)).rejects.toMatchObject({ kind: "timeout" });
  });

  test("a cut connection is the network's fault, and its message tells no path", async () => {
    open();
    answer = (response) => void response.socket?.destroy();
    const error = await post(`${origin}/secret-endpoint`).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: "network" });
    expect(String(error)).not.toContain("secret-endpoint");
  });

  test("an address is refused before any connection, though no lookup is made for it", async () => {
    open({ allowed: [] });
    seen.length = 0;
    for (const host of ["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "localhost"]) {
      await expect(post(`http://${host}:${new URL(origin).port}/`)).rejects.toMatchObject({ kind: "refused" });
      await expect(post(`https://${host}/`)).rejects.toMatchObject({ kind: "refused" });
    }
    expect(seen).toEqual([]);
  });

  test.each([["127.0.0.1"], ["::1"], ["10.1.2.3"], ["169.254.169.254"], ["::ffff:192.168.0.1"], ["fd00::1"]])(
    "a public name that points to %s is refused when connecting",
    async (address) => {
      open({ allowed: [], ...to(address) });
      await expect(post("https://rebind.example.com/")).rejects.toMatchObject({
        kind: "refused",
        message: "its name points to an internal address",
      });
    },
  );

  test("one internal address among public ones is one too many", async () => {
    open({ allowed: [], ...to("8.8.8.8", "127.0.0.1") });
    await expect(post("https://mixed.example.com/")).rejects.toMatchObject({ kind: "refused" });
  });

  test("public addresses are handed on as they were judged", () => {
    const { resolve } = to("8.8.8.8", "2606:4700::1111");
    publicOnly(resolve)("x.example.com", { all: true }, (error, addresses) => {
      expect([error, addresses]).toEqual([
        null,
        [
          { address: "8.8.8.8", family: 4 },
          { address: "2606:4700::1111", family: 6 },
        ],
      ]);
    });
    publicOnly(resolve)("x.example.com", {}, (error, address, family) => expect([error, address, family]).toEqual([null, "8.8.8.8", 4]));
    expect.assertions(2);
  });
});
