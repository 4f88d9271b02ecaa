import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCapability, readCapability } from "./capability.ts";

const key = randomBytes(32).toString("base64url");
const now = new Date("2026-11-21T10:00:00Z");
const capability = { deliveryId: "dl_1", requestId: "dr_1", deviceId: "dev_1", answers: ["approve", "deny"] };
const token = makeCapability(key, capability, now);
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

describe("capability", () => {
  test("stands for what it was made for, with and without a request", () => {
    expect(readCapability(key, token, now)).toEqual(capability);
    const bare = { deliveryId: "dl_2", deviceId: "dev_1", answers: [] };
    expect(readCapability(key, makeCapability(key, bare, now), now)).toEqual(bare);
  });

  test("ends after 24 hours", () => {
    expect(readCapability(key, token, hours(23.99))).toBeDefined();
    expect(readCapability(key, token, hours(24))).toBeUndefined();
  });

  test("another key's is none", () => expect(readCapability(randomBytes(32).toString("base64url"), token, now)).toBeUndefined());

  test("other claims under the same signature are none", () => {
    const [body, mac] = token.split(".") as [string, string];
    for (const change of [{ a: ["approve", "deny", "other"] }, { r: "dr_2" }, { d: "dev_2" }, { l: "dl_2" }, { e: 9e15 }]) {
      const claims = { ...(JSON.parse(Buffer.from(body, "base64url").toString()) as object), ...change };
      expect(readCapability(key, `${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${mac}`, now)).toBeUndefined();
    }
  });

  test("no single changed character passes", () => {
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === "A" ? "B" : "A";
      expect(readCapability(key, token.slice(0, index) + other + token.slice(index + 1), now)).toBeUndefined();
    }
  });

  test("anything else is none, and throws nothing", () => {
    for (const odd of [
      "",
      ".",
      "..",
      `${token}.`,
      `${token}.x`,
      `${token}=`,
      ` ${token}`,
      token.split(".")[0] as string,
      "a".repeat(5_000),
    ])
      expect(readCapability(key, odd, now)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (odd) => readCapability(key, odd, now) === undefined));
  });
});
