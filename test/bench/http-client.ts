import { Agent, request, type IncomingHttpHeaders } from "node:http";

export type Reply<T = any> = { status: number; body: T; headers: IncomingHttpHeaders };
export type Call = <T = any>(method: string, path: string, body?: unknown) => Promise<Reply<T>>;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** The lightest client there is: what is measured should be the server. */
export const caller =
  (origin: string, own: Record<string, string> = {}): Call =>
  (method, path, body) =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        origin,
        ...own,
        ...(payload === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
      };
      const call = request(origin + path, { method, headers, agent }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => void (text += chunk));
        response.on("error", reject);
        response.on("end", () => {
          const isJson = response.headers["content-type"]?.includes("json") ?? false;
          resolve({ status: response.statusCode as number, body: isJson ? JSON.parse(text) : text, headers: response.headers });
        });
      });
      call.on("error", reject);
      call.end(payload);
    });

/** The same, where anything but the expected status ends the bench. */
export const expecting = async <T = any>(status: number, reply: Promise<Reply<T>>): Promise<Reply<T>> => {
  const got = await reply;
  if (got.status !== status) throw new Error(`expected ${status}, got ${got.status}: ${JSON.stringify(got.body)}`);
  return got;
};
