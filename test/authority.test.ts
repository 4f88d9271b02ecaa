import { afterAll, beforeAll, expect, test } from "vitest";
import { kinds, openCallers, routesOf, type Callers, type Credentials, type Kind } from "./support/callers.ts";
import { routeTable, type Row, type Sample } from "./support/route-table.ts";
import { origin } from "./support/test-app.ts";

let callers: Callers;
beforeAll(async () => {
  callers = await openCallers();
});
afterAll(() => callers.close());

const call = async (method: string, { path, body, headers }: Sample, credentials: Credentials) => {
  const response = await callers.app.app.request(origin + path, {
    method,
    headers: {
      origin,
      host: new URL(origin).host,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers?.(JSON.stringify(body) ?? ""),
      ...credentials,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // A live stream would never end by itself.
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) await response.body?.cancel();
  return response;
};

test("every route of the router has a row in the table, and every row a route", () => {
  expect(Object.keys(routeTable).toSorted()).toEqual(routesOf(callers.app).toSorted());
});

test.for(Object.entries(routeTable))("%s: what may happen for every kind of caller", async ([name, row]: [string, Row]) => {
  const method = name.slice(0, name.indexOf(" "));
  const statuses: Partial<Record<Kind, number>> = {};
  let sample: Sample | undefined;
  for (const kind of kinds) {
    // Who was refused has changed nothing: the next one is given the same call. So is everybody who only reads.
    sample ??= await row.sample(callers);
    const credentials = row.usesUp ? await callers.fresh(kind, sample.claims) : callers.credentials(kind, sample.claims);
    const { status } = await call(method, sample, credentials);
    statuses[kind] = status;
    if (row.usesUp || (method !== "GET" && status < 400)) sample = undefined;
  }
  expect(statuses).toEqual(row.expected(callers));
});

test("a refusal is a problem with a stable code, and tells nothing of what was asked for", async () => {
  const sample = await routeTable["GET /api/decision-requests/:id"]!.sample(callers);
  const refused = async (kind: Kind) => (await (await call("GET", sample, callers.credentials(kind))).json()) as { code: string };
  expect((await refused("nobody")).code).toBe("access.no_session");
  expect((await refused("revokedDevice")).code).toBe("access.revoked");
  expect((await refused("metrics")).code).toBe("access.forbidden");
  const stranger = await refused("otherAgent");
  expect(stranger.code).toBe("decision.not_found");
  expect(JSON.stringify(stranger)).not.toContain("Deploy?");
});

const askedOf = async (path: string) => {
  const sample = await routeTable["PUT /api/decision-requests/:id/decision"]!.sample(callers);
  const id = sample.path.split("/")[3] as string;
  return { id, sample: { ...sample, path: sample.path.replace("/decision", path) } };
};

test("a notification's right answers its own request with its own options only", async () => {
  const { sample } = await askedOf("/decision");
  const { sample: other } = await askedOf("/decision");
  const credentials = callers.credentials("capability", sample.claims);
  expect((await call("PUT", { ...sample, body: { option: "deny" } }, credentials)).status).toBe(422);
  expect((await call("PUT", { ...sample, body: { option: "approve", text: "and more" } }, credentials)).status).toBe(422);
  expect((await call("PUT", { ...sample, body: { option: "approve", editedAction: { command: "rm" } } }, credentials)).status).toBe(422);
  expect((await call("PUT", other, credentials)).status).toBe(404);
  expect((await call("PUT", sample, credentials)).status).toBe(200);
});

test("who is made a viewer answers no more, neither by session nor by a notification sent before", async () => {
  const phone = await callers.app.pair({ role: "operator", person: "Otto" });
  const { sample } = await askedOf("/decision");
  const claims = { ...sample.claims, deviceId: phone.session.device.id as string };
  const { authorization } = callers.credentials("capability", claims);
  const own = callers.capabilityOf(claims);
  expect(own.authorization).not.toBe(authorization);
  await callers.devices.owner("PATCH", `/api/people/${phone.session.person.id}`, { role: "viewer" });
  expect((await call("PUT", sample, own)).status).toBe(403);
  expect((await phone("PUT", sample.path, sample.body)).status).toBe(403);
});

test("a device that is revoked, a token that is revoked: the very next request is refused", async () => {
  const phone = await callers.app.pair({ role: "owner" });
  const script = await callers.app.token("admin", "Short-lived");
  expect((await phone("GET", "/api/agents")).status).toBe(200);
  expect((await script("GET", "/api/agents")).status).toBe(200);
  await callers.app.local("DELETE", `/api/devices/${phone.session.device.id}`);
  await callers.app.local("DELETE", `/api/tokens/${script.id}`);
  expect((await phone("GET", "/api/agents")).status).toBe(401);
  expect((await script("GET", "/api/agents")).status).toBe(401);
});

test.for(["device", "token"] as const)("the live stream of a %s ends when that is revoked", async (kind) => {
  const phone = await callers.app.pair({ role: "viewer", person: "Streamer" });
  const script = await callers.app.token("admin", "Streaming");
  const credentials: Credentials = kind === "device" ? { cookie: phone.cookie } : { authorization: `Bearer ${script.token}` };
  const response = await callers.app.app.request(`${origin}/api/stream`, { headers: { host: new URL(origin).host, ...credentials } });
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let text = "";
  while (!text.includes("event: changes")) text += (await reader.read()).value ?? "";
  await callers.app.local("DELETE", kind === "device" ? `/api/devices/${phone.session.device.id}` : `/api/tokens/${script.id}`);
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) text += chunk.value;
  expect(text).toMatch(/event: bye\ndata: \{\}\n\n$/);
});
