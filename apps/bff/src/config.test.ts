import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig, unknownVariables, withPort } from "./config.ts";
import { StartError } from "./platform/errors.ts";

const refusal = (env: Record<string, string>) => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(env)} was taken`);
};

describe("readConfig", () => {
  test("needs nothing", () => {
    expect(readConfig({})).toEqual({
      port: 8787,
      host: "127.0.0.1",
      dataDir: resolve("data"),
      publicOrigin: "http://localhost:8787",
      databaseUrl: undefined,
      vapidSubject: undefined,
      pushAllow: [],
      argoAllow: [],
      channelAllow: [],
      logLevel: "warn",
    });
  });

  test("takes an empty variable for one that is not set", () => {
    expect(readConfig({ BECKON_PORT: "", DATABASE_URL: " " })).toEqual(readConfig({}));
  });

  test.each([
    [{ BECKON_PORT: "0" }, { port: 0 }],
    [{ BECKON_PORT: "9000" }, { port: 9000, publicOrigin: "http://localhost:9000" }],
    [{ BECKON_HOST: "::" }, { host: "::" }],
    [{ BECKON_HOST: "beckon.lan" }, { host: "beckon.lan" }],
    [{ BECKON_DATA_DIR: "/var/lib/beckon/" }, { dataDir: "/var/lib/beckon" }],
    [{ BECKON_PUBLIC_ORIGIN: "https://Beckon.Example.com/" }, { publicOrigin: "https://beckon.example.com" }],
    [{ BECKON_PUBLIC_ORIGIN: "http://127.0.0.1:8080" }, { publicOrigin: "http://127.0.0.1:8080" }],
    [{ DATABASE_URL: "postgresql://u:p@db:5432/beckon" }, { databaseUrl: "postgresql://u:p@db:5432/beckon" }],
    [{ BECKON_VAPID_SUBJECT: "mailto:ops@example.com" }, { vapidSubject: "mailto:ops@example.com" }],
    [
      { BECKON_PUSH_ALLOW: "http://127.0.0.1:4601, https://push.example.com" },
      { pushAllow: ["http://127.0.0.1:4601", "https://push.example.com"] },
    ],
    [{ BECKON_ARGO_URL: "https://argo-server.argo:2746" }, { argoAllow: ["https://argo-server.argo:2746"] }],
    [
      { BECKON_CHANNEL_ALLOW: "http://ntfy.lan:2586, SMTP://Mail.lan:25" },
      { channelAllow: ["http://ntfy.lan:2586", "smtp://mail.lan:25"] },
    ],
    [{ BECKON_LOG_LEVEL: "debug" }, { logLevel: "debug" }],
  ])("reads %j", (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  test.each([
    ["BECKON_PORT", "70000"],
    ["BECKON_PORT", "8787x"],
    ["BECKON_PORT", "-1"],
    ["BECKON_HOST", "http://localhost"],
    ["BECKON_HOST", "127.0.0.1:8787"],
    ["BECKON_HOST", "256.0.0.1"],
    ["BECKON_PUBLIC_ORIGIN", "beckon.example.com"],
    ["BECKON_PUBLIC_ORIGIN", "http://beckon.example.com"],
    ["BECKON_PUBLIC_ORIGIN", "https://example.com/beckon"],
    ["DATABASE_URL", "mysql://localhost/db"],
    ["BECKON_VAPID_SUBJECT", "mailto:me@localhost"],
    ["BECKON_VAPID_SUBJECT", "me@example.com"],
    ["BECKON_VAPID_SUBJECT", "https://localhost"],
    ["BECKON_PUSH_ALLOW", "push.example.com"],
    ["BECKON_PUSH_ALLOW", "https://a.example,https://b.example/x"],
    ["BECKON_ARGO_URL", "argo:2746"],
    ["BECKON_LOG_LEVEL", "loud"],
  ])("refuses %s=%s in one line that names it and what would be right", (name, value) => {
    const message = refusal({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name} is wrong.*It must be .+\\.$`));
    expect(message).not.toContain("\n");
  });

  test("says all that is wrong at once, a line each", () => {
    expect(refusal({ BECKON_PORT: "x", BECKON_LOG_LEVEL: "y" }).split("\n")).toHaveLength(2);
  });

  test("never repeats a password", () => {
    expect(refusal({ DATABASE_URL: "postgres:/u:hunter2@h/db" })).not.toContain("hunter2");
    expect(refusal({ BECKON_PUBLIC_ORIGIN: "https://u:hunter2@example.com" })).not.toContain("hunter2");
  });
});

test("a free port becomes part of the origin, unless that was given", () => {
  expect(withPort(readConfig({ BECKON_PORT: "0" }), 4711)).toMatchObject({ port: 4711, publicOrigin: "http://localhost:4711" });
  expect(withPort(readConfig({ BECKON_PORT: "0", BECKON_PUBLIC_ORIGIN: "https://b.example" }), 4711).publicOrigin).toBe(
    "https://b.example",
  );
});

test("an unknown variable is named, with the one that was meant", () => {
  expect(unknownVariables({ BECKON_PROT: "1", BECKON_URL: "x", BECKON_PORT: "1", HOME: "/" })).toEqual([
    "BECKON_PROT is set, but means nothing to Beckon; did you mean BECKON_PORT?",
  ]);
  expect(unknownVariables({ BECKON_COLOUR_SCHEME: "1" })).toEqual(["BECKON_COLOUR_SCHEME is set, but means nothing to Beckon."]);
});
