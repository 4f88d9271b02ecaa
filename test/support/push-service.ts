import { createECDH, createPublicKey, randomBytes, verify, type ECDH } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pushPayload, type PushPayload, type PushSubscriptionInput } from "@beckon/contracts/notifications";
// @ts-expect-error -- the package has no types; its one function that is used here gets them below.
import ece from "http_ece";

const decrypt = ece.decrypt as (body: Buffer, options: { version: "aes128gcm"; privateKey: ECDH; authSecret: string }) => Buffer;

/** How the service treats the next push: an HTTP answer, silence, a cut connection, or an answer without end. */
export type Reply = { status: number; headers?: Record<string, string> } | "hang" | "cut" | "flood";

/** One push that was accepted, decrypted with the browser's keys and read by its contract. */
export type ReceivedPush = {
  headers: IncomingHttpHeaders;
  bytes: number;
  payload: PushPayload;
  vapid: { claims: Record<string, unknown>; valid: boolean };
};

/** A browser that has subscribed: its keys stay here, as they stay in a real one. */
export type Browser = {
  subscription: PushSubscriptionInput;
  pushes: ReceivedPush[];
  /** Every try that arrived, answered or not. */
  attempts: number;
  /** For the next pushes, in order; 201 for all after them. */
  reply(...replies: Reply[]): void;
  /** Resolves once so many pushes have been accepted. */
  received(count: number): Promise<ReceivedPush[]>;
};

const part = (jwt: string, index: number) => Buffer.from(jwt.split(".")[index] ?? "", "base64url");

/** The signed claims of an `Authorization: vapid t=…, k=…` header. */
const readVapid = (header = "") => {
  const { t = "", k = "" } = /^vapid t=(?<t>[^,]+), k=(?<k>.+)$/.exec(header)?.groups ?? {};
  const point = Buffer.from(k, "base64url");
  const key = createPublicKey({
    key: { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") },
    format: "jwk",
  });
  const valid = verify("sha256", Buffer.from(t.split(".").slice(0, 2).join(".")), { key, dsaEncoding: "ieee-p1363" }, part(t, 2));
  return { claims: JSON.parse(part(t, 1).toString()) as Record<string, unknown>, valid };
};

type Registered = Browser & { replies: Reply[]; decrypt(body: Buffer): Buffer; waiting: Set<() => void> };

/** A push service on a port of its own that speaks RFC 8030, and answers as a test tells it to. */
export const startPushService = async (options: { port?: number } = {}) => {
  const browsers = new Map<string, Registered>();

  const answer = (reply: Reply, response: ServerResponse) => {
    if (reply === "hang") return;
    if (reply === "cut") return void response.socket?.destroy();
    if (reply === "flood") {
      response.writeHead(201);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) continue;
      };
      response.on("drain", pour);
      return pour();
    }
    response.writeHead(reply.status, reply.headers ?? {}).end();
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const browser = browsers.get(request.url?.split("/").at(-1) ?? "");
      if (!browser) return void response.writeHead(404).end();
      browser.attempts += 1;
      const reply = browser.replies.shift() ?? {
        status: 201,
        headers: { location: `http://${request.headers.host}/m/${browser.attempts}` },
      };
      const body = Buffer.concat(chunks);
      if (reply === "flood" || (typeof reply === "object" && reply.status < 300)) {
        const payload = pushPayload.parse(JSON.parse(browser.decrypt(body).toString()));
        browser.pushes.push({ headers: request.headers, bytes: body.length, payload, vapid: readVapid(request.headers.authorization) });
      }
      answer(reply, response);
      for (const resume of browser.waiting) resume();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const subscribe = (): Browser => {
    const id = randomBytes(8).toString("hex");
    const keys = createECDH("prime256v1");
    const authSecret = randomBytes(16).toString("base64url");
    const waiting = new Set<() => void>();
    const browser: Registered = {
      subscription: {
        endpoint: `${origin}/push/${id}`,
        expirationTime: null,
        keys: { p256dh: keys.generateKeys().toString("base64url"), auth: authSecret },
      },
      pushes: [],
      attempts: 0,
      replies: [],
      waiting,
      decrypt: (body) => decrypt(body, { version: "aes128gcm", privateKey: keys, authSecret }),
      reply: (...replies) => void browser.replies.push(...replies),
      received: async (count) => {
        while (browser.pushes.length < count) {
          const { promise, resolve } = Promise.withResolvers<void>();
          waiting.add(resolve);
          await promise;
          waiting.delete(resolve);
        }
        return browser.pushes;
      },
    };
    browsers.set(id, browser);
    return browser;
  };

  return {
    origin,
    subscribe,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
export type PushService = Awaited<ReturnType<typeof startPushService>>;
