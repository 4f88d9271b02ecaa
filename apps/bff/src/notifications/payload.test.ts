import type { DecisionRequest } from "@beckon/contracts/decisions";
import { pushPayload } from "@beckon/contracts/notifications";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clip, jsonBytes } from "./clip.ts";
import { decisionPayload, genericPayload, noticePayload, payloadLimit, testPayload, withdrawPayload, type Envelope } from "./payload.ts";

const request = (over: Partial<DecisionRequest> = {}): DecisionRequest => ({
  id: "dr_0000000000000000000001",
  kind: "permission",
  title: "Run a database migration?",
  options: [
    { id: "approve", label: "Approve", tone: "approve" },
    { id: "deny", label: "Deny", tone: "deny" },
  ],
  allowText: false,
  actionHash: "sha256:00",
  risk: "low",
  riskReasons: [],
  agent: { id: "ag_1", name: "builder-2" },
  status: "pending",
  askedAt: "2026-11-21T10:00:00.000Z",
  ...over,
});
const envelope = (over: Partial<Envelope> = {}): Envelope => ({
  kind: "decision",
  deliveryId: "dl_0000000000000000000001",
  publicOrigin: "https://beckon.example.com",
  device: { role: "owner", privateNotifications: false },
  pending: 3,
  capability: (answers) => `cap(${answers.join(",")})${"x".repeat(300)}`,
  ...over,
});
const offered = (over: Partial<DecisionRequest>, device: Partial<Envelope["device"]> = {}) => {
  const payload = decisionPayload(envelope({ device: { role: "owner", privateNotifications: false, ...device } }), request(over));
  const ids = payload.notification.data.answers.map(({ id }) => id);
  // What the buttons offer and what their bearer may do are the same, always.
  expect(payload.notification.data.capability).toMatch(new RegExp(`^cap\\(${ids.join(",")}\\)`));
  return ids;
};
const command = (text: string) => ({ action: { tool: "Bash", command: text } });

test("what the demo fleet asks says so first, however long it is, and when it is withdrawn", () => {
  const agent = { id: "ag_1", name: "checkout-builder", demo: true };
  const { notification } = decisionPayload(envelope(), request({ agent }));
  expect(notification.title).toBe("Demo: Run a database migration?");
  expect(notification.data.card?.title).toBe(notification.title);
  expect(decisionPayload(envelope(), request({ agent, title: "x".repeat(300) })).notification.title).toMatch(/^Demo: x/);
  expect(withdrawPayload(envelope(), request({ agent, status: "cancelled" })).notification.body).toMatch(/^Demo: /);
  expect(decisionPayload(envelope(), request()).notification.title).not.toContain("Demo");
});

describe("what may be answered from a notification", () => {
  test("low: both; medium: only deny; high, critical: none", () => {
    expect(offered({})).toEqual(["approve", "deny"]);
    expect(offered({ risk: "medium" })).toEqual(["deny"]);
    expect(offered({ risk: "high" })).toEqual([]);
    expect(offered({ risk: "critical" })).toEqual([]);
  });

  test("nothing for viewers and on private devices", () => {
    expect(offered({}, { role: "viewer" })).toEqual([]);
    expect(offered({}, { privateNotifications: true })).toEqual([]);
    expect(offered({}, { role: "operator" })).toEqual(["approve", "deny"]);
  });

  test("of more than two options only the approving and denying ones of a permission; of a choice none", () => {
    const options = [
      { id: "always", label: "Always allow", tone: "neutral" as const },
      { id: "yes", label: "Yes", tone: "approve" as const },
      { id: "no", label: "No", tone: "deny" as const },
    ];
    expect(offered({ options })).toEqual(["yes", "no"]);
    expect(offered({ options, kind: "choice" })).toEqual([]);
    expect(offered({ options: options.map(({ id, label }) => ({ id, label })) })).toEqual([]);
    expect(offered({ options: [], allowText: true, kind: "question" })).toEqual([]);
  });

  test("what is not shown in full can only be denied", () => {
    expect(offered(command("ls"))).toEqual(["approve", "deny"]);
    expect(offered(command("ls\nrm -rf /"))).toEqual(["deny"]);
    expect(offered(command("x".repeat(2_000)))).toEqual(["deny"]);
    expect(offered(command("echo \u202e3pm.exe"))).toEqual(["deny"]);
    expect(offered(command("git push \u200borigin"))).toEqual(["deny"]);
    expect(offered(command("cat /etc/pаsswd"))).toEqual(["deny"]);
    expect(offered({ action: { tool: "Edit", files: ["a.ts"], diff: "-a\n+b" } })).toEqual(["deny"]);
    expect(offered({ title: "Deploy\u202e?" })).toEqual(["deny"]);
  });

  test("a label that is not what it seems is no button", () => {
    expect(
      offered({
        options: [
          { id: "a", label: "Approve" },
          { id: "b", label: "D\u202eeny" },
        ],
      }),
    ).toEqual([]);
  });

  test.each([" ", "\n\t", "\u00a0"])("a label of which nothing is to be seen is no button: %j", (label) => {
    expect(
      offered({
        options: [
          { id: "a", label: "Approve" },
          { id: "b", label },
        ],
      }),
    ).toEqual([]);
  });
});

describe("a decision's payload", () => {
  test("says who asks, what runs, and what happens if nobody answers", () => {
    const payload = decisionPayload(
      envelope(),
      request({ ...command("pnpm db:migrate"), risk: "high", expiresAt: "2026-11-21T10:30:00.000Z", onExpiry: "deny" }),
    );
    expect(payload).toMatchObject({
      web_push: 8030,
      mutable: true,
      app_badge: 3,
      notification: {
        title: "Run a database migration?",
        body: "High risk · builder-2 · pnpm db:migrate\nIf you do nothing: Deny",
        navigate: "https://beckon.example.com/decisions/dr_0000000000000000000001",
        tag: "dr_0000000000000000000001",
        data: {
          v: 1,
          type: "decision",
          card: { command: "pnpm db:migrate", risk: "high", agent: "builder-2", expiresAt: "2026-11-21T10:30:00.000Z" },
        },
      },
    });
  });

  test("hidden characters are named, never sent", () => {
    const { title, body } = decisionPayload(
      envelope(),
      request({ title: "Deploy \u202etset\u0007?", ...command("ls \u001b[31mred\u2066") }),
    ).notification;
    expect(title).toBe("Deploy [U+202E right-to-left override]tset[U+0007 bell]?");
    expect(body).toContain("[U+001B escape]");
  });

  test("private devices get no word of the agent's", () => {
    const secret = request({
      title: "Fire Bob",
      body: "Bob",
      ...command("fire --bob"),
      agent: { id: "ag_1", name: "hr-agent" },
      options: [{ id: "fire-bob", label: "Fire Bob" }],
      expiresAt: "2026-11-21T10:30:00.000Z",
      onExpiry: "fire-bob",
    });
    const device = { role: "owner" as const, privateNotifications: true };
    const decided = {
      ...secret,
      status: "decided" as const,
      decision: { option: "fire-bob", decidedAt: secret.askedAt, decidedBy: { kind: "person" as const, name: "Ann", device: "laptop" } },
    };
    for (const payload of [
      decisionPayload(envelope({ device }), secret),
      decisionPayload(envelope({ device, kind: "reminder" }), secret),
      withdrawPayload(envelope({ device, kind: "withdraw" }), decided),
    ]) {
      expect(JSON.stringify(payload)).not.toMatch(/bob|hr-agent|laptop/i);
      expect(payload.notification.data.card).toBeUndefined();
      expect(payload.notification.tag).toBe(secret.id);
    }
    expect(decisionPayload(envelope({ device }), secret).notification.body).toBe("A decision waits");
  });

  const hostile = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 4_000 }),
    fc.string({ unit: "binary", maxLength: 4_000 }),
    fc
      .constantFrom('"\\\n\u0001', "😀", "ﷺ", "\u202e", "a\u0300\u0301", "%s${x}<b>")
      .chain((piece) => fc.integer({ min: 1, max: 3_000 }).map((count) => piece.repeat(count).slice(0, 20_000))),
  );
  const bounded = (max: number) => hostile.map((value) => value.slice(0, max).toWellFormed() || "x");
  const optionId = fc.string({ unit: fc.constantFrom(..."aZ9_.:-"), minLength: 1, maxLength: 64 });
  const requests = fc
    .record({
      title: bounded(300),
      body: bounded(20_000),
      name: bounded(120),
      text: bounded(20_000),
      files: fc.array(bounded(1_000), { maxLength: 5 }),
      options: fc.uniqueArray(
        fc.record({ id: optionId, label: bounded(120), tone: fc.constantFrom("approve", "deny", "neutral", undefined) }),
        { selector: ({ id }) => id, maxLength: 4 },
      ),
      risk: fc.constantFrom("low", "medium", "high", "critical"),
      kind: fc.constantFrom("permission", "choice", "question", "plan", "review", "budget"),
      withCommand: fc.boolean(),
    })
    .map(({ title, body, name, text, files, options, risk, kind, withCommand }) =>
      request({
        title,
        body,
        options,
        risk,
        kind,
        agent: { id: "ag_1", name },
        expiresAt: "2026-11-21T10:30:00.000Z",
        onExpiry: options[0]?.id,
        action: withCommand ? { tool: "Bash", command: text } : { tool: text.slice(0, 200), files },
      } as Partial<DecisionRequest>),
    );
  const decided = (asked: DecisionRequest, text: string): DecisionRequest => ({
    ...asked,
    status: "decided",
    decision: {
      ...(asked.options[0] ? { option: asked.options[0].id } : { text }),
      decidedAt: asked.askedAt,
      decidedBy: { kind: "person", name: text.slice(0, 80), device: text.slice(0, 80) },
    },
  });

  test("fits the contract and 3,000 bytes, holds nothing hidden, and is one bearer's alone, whatever the agent wrote", () => {
    fc.assert(
      fc.property(requests, bounded(10_000), fc.boolean(), (asked, text, isPrivate) => {
        const device = { role: "owner" as const, privateNotifications: isPrivate };
        const payloads = [
          decisionPayload(envelope({ device }), asked),
          decisionPayload(envelope({ device, kind: "reminder" }), asked),
          withdrawPayload(envelope({ device, kind: "withdraw" }), decided(asked, text)),
          genericPayload(envelope({ device }), asked),
          testPayload(envelope({ device, kind: "test" })),
        ];
        for (const payload of payloads) {
          const json = JSON.stringify(payload);
          expect(Buffer.byteLength(json)).toBeLessThanOrEqual(payloadLimit);
          expect(pushPayload.parse(JSON.parse(json))).toEqual(payload);
          expect(json.isWellFormed()).toBe(true);
          const { title, body } = payload.notification;
          expect(`${title}${body}`.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_C}]/u);
          expect(payload.notification.title).not.toBe("");
        }
        if (asked.risk === "high" || asked.risk === "critical") expect(payloads[0]?.notification.data.answers).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("withdraw", () => {
  const settled = (over: Partial<DecisionRequest>) => withdrawPayload(envelope({ kind: "withdraw" }), request(over)).notification;
  test("says what became of it, silently and under the same tag", () => {
    const decision = {
      option: "deny",
      decidedAt: "2026-11-21T10:01:00.000Z",
      decidedBy: { kind: "person" as const, name: "Ann", device: "laptop" },
    };
    expect(settled({ status: "decided", decision })).toMatchObject({
      title: "Answered on laptop: Deny",
      body: "Run a database migration?",
      silent: true,
      tag: "dr_0000000000000000000001",
    });
    expect(settled({ status: "expired" }).title).toBe("Expired");
    expect(
      settled({ status: "expired", decision: { option: "deny", decidedAt: "2026-11-21T10:01:00.000Z", decidedBy: { kind: "expiry" } } })
        .title,
    ).toBe("Expired: Deny");
    expect(settled({ status: "cancelled" }).title).toBe("Withdrawn by the agent");
  });
});

describe("a notice about no request", () => {
  const words = {
    ...{ title: "80 % of a budget is spent", body: "Agent builder-2: $8.00 of $10.00", private: "A budget passed a step" },
    ...{ path: "/value/budgets?id=bg_1", tag: "budget-bg_1" },
  };

  test("says all of it, leads to its page, and takes the place of the one before", () => {
    const payload = noticePayload(envelope({ kind: "notice" }), words);
    expect(pushPayload.parse(payload).notification).toMatchObject({
      ...{ title: words.title, body: words.body, tag: "budget-bg_1", navigate: "https://beckon.example.com/value/budgets?id=bg_1" },
      data: { type: "notice", answers: [] },
    });
    expect(noticePayload(envelope({ kind: "withdraw" }), words).notification.silent).toBe(true);
  });

  test("names nobody and no sum on a private device", () => {
    const payload = noticePayload(envelope({ kind: "notice", device: { role: "owner", privateNotifications: true } }), words);
    expect(payload.notification).toMatchObject({ title: "Beckon", body: "A budget passed a step" });
    expect(JSON.stringify(payload)).not.toMatch(/builder-2|\$/);
  });

  test("stays within what a push service takes, whatever it was told", () => {
    const long = noticePayload(envelope({ kind: "notice" }), { ...words, title: "\u202e".repeat(5_000), body: "é\n".repeat(5_000) });
    expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThanOrEqual(payloadLimit);
  });
});

describe("clip", () => {
  test("keeps whole characters and stays within its bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 3, max: 200 }), (text, max) => {
        const clipped = clip(text, max);
        expect(jsonBytes(clipped)).toBeLessThanOrEqual(max);
        if (clipped !== text) expect(text.startsWith(clipped.slice(0, -1))).toBe(true);
        if (text.isWellFormed()) expect(clipped.isWellFormed()).toBe(true);
      }),
    );
  });
});
