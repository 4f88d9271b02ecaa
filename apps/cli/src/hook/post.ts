import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";

/** A server's address, without a slash at its end, and what every call carries. */
export type Endpoint = { url: string; headers: Record<string, string> };

/** `cut`: the server was there and did not answer, so it may hold the question. `away`: it was not there. */
export type Reply = { kind: "answer"; status: number; text: string } | { kind: "cut" | "away" | "stopped"; why: string };

const connectMs = 3_000;
const mostBytes = 4_194_304;

/** One POST. By node:http, which starts at once and has no time limit of its own for the first byte. */
export function post(
  endpoint: Endpoint,
  call: { path: string; body: string; key?: string; timeoutMs: number; signal?: AbortSignal },
): Promise<Reply> {
  return new Promise((resolve) => {
    const target = endpoint.url + call.path;
    const send = target.startsWith("https:") ? overHttps : overHttp;
    let connected = false;
    const fail = (error: NodeJS.ErrnoException) => {
      if (call.signal?.aborted) resolve({ kind: "stopped", why: "ended" });
      else resolve({ kind: connected ? "cut" : "away", why: `${endpoint.url} ${reason(error, connected)}` });
    };
    const request = send(
      target,
      {
        method: "POST",
        agent: false,
        signal: call.signal,
        headers: {
          ...endpoint.headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(call.body),
          ...(call.key === undefined ? {} : { "idempotency-key": call.key }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > mostBytes) response.destroy(new Error("answers too much"));
          else chunks.push(chunk);
        });
        response.on("end", () => {
          clearTimeout(late);
          resolve({ kind: "answer", status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
        });
        response.on("error", fail);
      },
    );
    let late = setTimeout(() => request.destroy(new Error("does not answer")), connectMs);
    request.on("socket", (socket) => {
      const onConnect = () => {
        connected = true;
        clearTimeout(late);
        late = setTimeout(() => request.destroy(new Error("does not answer in time")), call.timeoutMs);
      };
      socket.once(target.startsWith("https:") ? "secureConnect" : "connect", onConnect);
    });
    request.on("error", (error) => {
      clearTimeout(late);
      fail(error);
    });
    request.end(call.body);
  });
}

const reason = (error: NodeJS.ErrnoException, connected: boolean) =>
  error.code ? `cannot be reached (${error.code})` : connected ? error.message : "cannot be reached";
