import type { Bff } from "./bff-process.ts";

export type Answer = { status: number; body: any };
export type Caller = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Calls a running server with these credentials, as a browser on its own origin would. */
export const callerOf =
  (origin: string, credentials: Record<string, string>): Caller =>
  async (method, path, body) => {
    const response = await fetch(origin + path, {
      method,
      headers: { origin, ...(body === undefined ? {} : { "content-type": "application/json" }), ...credentials },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  };

/** Pairs a device of the owner with a running server; the cookie opens every process on its database. */
export const pairDevice = async (bff: Bff, deviceName: string): Promise<string> => {
  const invited = await callerOf(bff.origin, { authorization: `Bearer ${bff.secret()}` })("POST", "/api/pairing-codes", {});
  const response = await fetch(`${bff.origin}/api/pair`, {
    method: "POST",
    headers: { origin: bff.origin, "content-type": "application/json" },
    body: JSON.stringify({ code: invited.body.code, deviceName }),
  });
  if (response.status !== 201) throw new Error(`not paired: ${await response.text()}`);
  return (response.headers.get("set-cookie") ?? "").split(";")[0] as string;
};

export const makeToken = async (bff: Bff, name: string, scope = "agent"): Promise<string> => {
  const made = await callerOf(bff.origin, { authorization: `Bearer ${bff.secret()}` })("POST", "/api/tokens", { name, scope });
  if (made.status !== 201) throw new Error(`no token: ${JSON.stringify(made.body)}`);
  return made.body.token;
};
