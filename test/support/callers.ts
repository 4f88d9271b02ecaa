import type { Role } from "@beckon/contracts/access";
import { makeCapability, type Capability } from "@beckon/bff/notifications/capability.ts";
import { createTestApp, localSecret, type TestApp } from "./test-app.ts";

/** Every kind of caller the server tells apart. */
export const kinds = [
  "nobody",
  "agent",
  "otherAgent",
  "host",
  "metrics",
  "admin",
  "viewer",
  "operator",
  "owner",
  "revokedDevice",
  "revokedToken",
  "local",
  "capability",
  "viewersCapability",
  "revokedCapability",
] as const;
export type Kind = (typeof kinds)[number];

export type Credentials = Record<string, string>;

/** A place no push leaves from: nothing listens there. */
export const deadPushOrigin = "http://127.0.0.1:9";

/** The whole BFF with one caller of every kind, and fresh ones for calls that use a caller up. */
export const openCallers = async () => {
  const app = await createTestApp({ config: { pushAllow: [deadPushOrigin] } });
  const tokens = {
    agent: await app.token("agent", "Builder"),
    otherAgent: await app.token("agent", "Stranger"),
    host: await app.token("host", "Laptop"),
    metrics: await app.token("metrics", "Prometheus"),
    admin: await app.token("admin", "Script"),
  };
  const people = { owner: "", operator: "Olga", viewer: "Vera" };
  const device = (role: Role) => app.pair({ role, ...(role === "owner" ? {} : { person: people[role] }) });
  const devices = { owner: await device("owner"), operator: await device("operator"), viewer: await device("viewer") };

  const revokedDevice = await device("operator");
  await app.local("DELETE", `/api/devices/${revokedDevice.session.device.id}`);
  const revokedToken = await app.token("admin", "Was here");
  await app.local("DELETE", `/api/tokens/${revokedToken.id}`);

  const key = await app.services.access.ensureSecret("capability", () => "made before");
  const capability = (claims: Partial<Capability> & { deviceId: string }): Credentials => ({
    authorization: `Capability ${makeCapability(key, { deliveryId: "dl_0000000000000000000000", answers: [], ...claims }, app.services.clock())}`,
  });
  const deviceIds = {
    capability: devices.operator.session.device.id as string,
    viewersCapability: devices.viewer.session.device.id as string,
    revokedCapability: revokedDevice.session.device.id as string,
  };

  /** What a caller of this kind sends along. `claims` are what a capability is made for. */
  const credentials = (kind: Kind, claims: Partial<Capability> = {}): Credentials => {
    switch (kind) {
      case "nobody":
        return {};
      case "local":
        return { authorization: `Bearer ${localSecret}` };
      case "owner":
      case "operator":
      case "viewer":
        return { cookie: devices[kind].cookie };
      case "revokedDevice":
        return { cookie: revokedDevice.cookie };
      case "revokedToken":
        return { authorization: `Bearer ${revokedToken.token}` };
      case "capability":
      case "viewersCapability":
      case "revokedCapability":
        return capability({ ...claims, deviceId: deviceIds[kind] });
      default:
        return { authorization: `Bearer ${tokens[kind].token}` };
    }
  };

  return {
    app,
    tokens,
    devices,
    deviceIds,
    credentials,
    /** What the notification of any device carries. */
    capabilityOf: capability,
    /** The same kind as somebody new, so that the call may use it up. */
    fresh: async (kind: Kind, claims: Partial<Capability> = {}): Promise<Credentials> =>
      kind === "owner" || kind === "operator" || kind === "viewer" ? { cookie: (await device(kind)).cookie } : credentials(kind, claims),
    /** Wrong codes of before count no more: a test may send as many as it likes. */
    forgive: () => app.database.executeSql("delete from rate_limit"),
    close: () => app.close(),
  };
};
export type Callers = Awaited<ReturnType<typeof openCallers>>;

/** All routes the router itself knows, each once; middleware (which answers no method of its own) left out. */
export const routesOf = (app: TestApp): string[] => [
  ...new Set(app.app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`)),
];
