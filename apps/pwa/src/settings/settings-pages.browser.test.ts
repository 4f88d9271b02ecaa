import type { UiButton } from "@beckon/ui/ui-button";
import { afterEach, describe, expect, test } from "vitest";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { AccessPage } from "./access-page.ts";
import type { AuditPage } from "./audit-page.ts";
import type { DeliveriesPage } from "./deliveries-page.ts";
import type { DevicesPage } from "./devices-page.ts";
import type { NotificationsPage } from "./notifications-page.ts";
import type { SettingsPage } from "./settings-page.ts";
import "./access-page.ts";
import "./audit-page.ts";
import "./deliveries-page.ts";
import "./devices-page.ts";
import "./notifications-page.ts";
import "./settings-page.ts";

const at = "2026-11-21T09:00:00.000Z";
const words = () => textOf(document.body).replace(/\s+/gu, " ");
const shows = (text: string) => expect.poll(words).toContain(text);
/** The button of this name, in whatever is on the page. */
const button = (name: string): HTMLElement => {
  const all: UiButton[] = [];
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>("*")) {
      if (element.localName === "ui-button") all.push(element as UiButton);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  const found = all.find((element) => (element.label || textOf(element).trim()) === name);
  if (!found) throw new Error(`no button “${name}”`);
  return found;
};
const typeIn = (field: Element, value: string) => {
  const input = deep<HTMLInputElement>(field, "input")!;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
};

afterEach(() => {
  document.body.replaceChildren();
  delete document.documentElement.dataset["theme"];
  localStorage.clear();
});

describe("Settings", () => {
  test("colours apply at once", async () => {
    const page = await mountIn<SettingsPage>(fakeApp(), "settings-page");
    [...deep(page, "ui-segmented")!.shadowRoot!.querySelectorAll("input")].at(-1)!.click();
    await expect.poll(() => document.documentElement.dataset["theme"]).toBe("light");
  });

  test("signing out asks first", async () => {
    const app = fakeApp();
    await mountIn<SettingsPage>(app, "settings-page");
    button("Sign out of this device").click();
    await shows("what it keeps is deleted");
    expect(app.asked).not.toContainEqual(["signOut"]);
    button("Sign out").click();
    await expect.poll(() => app.asked).toContainEqual(["signOut"]);
  });

  test("signing out names what has not reached the server yet", async () => {
    const at = "2026-11-21T09:01:00.000Z";
    const waiting = [{ requestId: "dr_a", title: "Merge <b>it</b>?", answer: "Yes", createdAt: at }];
    await mountIn<SettingsPage>(fakeApp({ waiting }), "settings-page");
    button("Sign out of this device").click();
    await shows("This has not reached the server yet, and would be lost: Merge <b>it</b>?: Yes");
  });

  test("the audit log is for owners", async () => {
    await mountIn<SettingsPage>(fakeApp({ session: aSession({ role: "operator" }) }), "settings-page");
    expect(words()).toContain("Deliveries");
    expect(words()).not.toContain("Audit log");
  });
});

describe("Notifications", () => {
  test("one button turns them on; then a test, private mode and the way off", async () => {
    const app = fakeApp();
    await mountIn<NotificationsPage>(app, "notifications-page");
    button("Enable notifications").click();
    expect(app.asked).toContainEqual(["enable"]);
    app.push.put({ subscribed: true, wanted: true, permission: "granted" });
    await shows("Send a test");
    button("Send a test").click();
    expect(app.asked).toContainEqual(["sendTest"]);
    deep<HTMLElement>(deep(document.body, "ui-switch")!, "button, input")!.click();
    await expect.poll(() => app.asked).toContainEqual(["setPrivate", true]);
  });

  test("where it cannot work there is no button, but what to do", async () => {
    const app = fakeApp();
    app.push.put({ support: "ios-install-first" });
    await mountIn<NotificationsPage>(app, "notifications-page");
    expect(() => button("Enable notifications")).toThrow();
    expect(words()).toMatch(/home screen/iu);
  });
});

describe("Devices", () => {
  const { device } = aSession();

  test("another one is revoked after a question; this one cannot be", async () => {
    const app = fakeApp();
    app.devices.put({ items: [device, { ...device, id: "dev_2", name: "Old laptop", current: false }] });
    await mountIn<DevicesPage>(app, "devices-page");
    expect(() => button("Revoke Pixel 9")).toThrow();
    button("Revoke Old laptop").click();
    await shows("It is signed out at once");
    expect(app.asked).toEqual([["load"]]);
    button("Revoke").click();
    await expect.poll(() => app.asked).toContainEqual(["revokeDevice", "dev_2"]);
  });

  test("this one is renamed when the name differs", async () => {
    const app = fakeApp();
    app.devices.put({ items: [device] });
    const page = await mountIn<DevicesPage>(app, "devices-page");
    expect(() => button("Save the name")).toThrow();
    typeIn(deep(page, "ui-field")!, "  Desk phone ");
    await shows("Save the name");
    button("Save the name").click();
    await expect.poll(() => app.asked).toContainEqual(["rename", "Desk phone"]);
  });

  test("a code invites another one; what fails is said", async () => {
    const app = fakeApp();
    await mountIn<DevicesPage>(app, "devices-page");
    app.devices.invite = async () => {
      throw new Error("No connection.");
    };
    button("Make a pairing code").click();
    await shows("No connection.");
    app.devices.invite = async () => ({
      code: "K7QF-2MXW",
      url: "https://beckon.example/pair#K7QF2MXW",
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
    });
    button("Make a pairing code").click();
    await shows("K7QF-2MXW");
  });
});

describe("People and access", () => {
  test("an owner invites, changes roles, makes and revokes tokens", async () => {
    const app = fakeApp();
    const page = await mountIn<AccessPage>(app, "access-page");
    // In turn, whichever answer comes first: none pushes another away.
    app.people.put({ items: [aSession().person, { id: "pe_2", name: "Grace", role: "viewer" }], asOf: at });
    app.tokens.put({ items: [{ id: "tok_1", name: "ci", scope: "agent", createdAt: at }], asOf: at });
    await page.updateComplete;
    expect(deep(page, "people-section")).toBeUndefined();
    app.passkeys.put({ asOf: at });
    await page.updateComplete;
    const people = deep(page, "people-section")!;
    await shows("Ada King (you)");
    deep(people, ".person ui-segmented")!.shadowRoot!.querySelectorAll("input")[1]!.click();
    await expect.poll(() => app.asked).toContainEqual(["setRole", "pe_2", "operator"]);
    typeIn(deep(people, "ui-field")!, "Linus");
    await expect.poll(() => button("Make a pairing code").hasAttribute("disabled")).toBe(false);
    button("Make a pairing code").click();
    await expect.poll(() => app.asked).toContainEqual(["invite", { person: "Linus", role: "operator" }]);
    button("Revoke the token ci").click();
    await shows("Whatever uses it is refused at once");
    button("Revoke").click();
    await expect.poll(() => app.asked).toContainEqual(["revokeToken", "tok_1"]);
  });

  test("a passkey that was not made says why", async () => {
    const app = fakeApp();
    app.passkeys.add = async () => {
      throw new Error("The device said no.");
    };
    await mountIn<AccessPage>(app, "access-page");
    button("Add a passkey").click();
    await shows("The device said no.");
  });

  test("others see their passkeys, and that the rest is for owners", async () => {
    await mountIn<AccessPage>(fakeApp({ session: aSession({ role: "viewer" }) }), "access-page");
    expect(words()).toContain("People and tokens are for owners.");
    expect(deep(document.body, "tokens-section")).toBeUndefined();
  });
});

describe("Logs", () => {
  test("each delivery says how far it came, and leads to its request", async () => {
    const app = fakeApp();
    const sent = {
      id: "dl_1",
      kind: "decision",
      deviceId: "dev_1",
      deviceName: "Pixel 9",
      attempts: 1,
      createdAt: at,
      status: "shown",
      requestId: "dr_a",
    } as const;
    app.deliveries.put({
      items: [sent, { ...sent, id: "dl_2", status: "failed", reason: "the push service said 410" }],
      cursor: "next",
      asOf: at,
    });
    const page = await mountIn<DeliveriesPage>(app, "deliveries-page");
    expect(words()).toContain("the push service said 410");
    expect(deep<HTMLAnchorElement>(deep(page, "ui-row")!, "a")!.pathname).toBe("/decisions/dr_a");
    button("Show more").click();
    await expect.poll(() => app.asked).toContainEqual(["more"]);
  });

  test("an audit entry is words, names the device, and opens to its details", async () => {
    const app = fakeApp();
    app.devices.put({ items: [aSession().device] });
    const entry = {
      id: "au_1",
      at,
      actor: { kind: "person", name: "Ada", device: "dev_1" },
      action: "device.privacy_changed",
      subject: "dev_1",
      detail: { privateNotifications: true },
    } as const;
    app.audit.put({ items: [entry], asOf: at });
    await mountIn<AuditPage>(app, "audit-page");
    expect(words()).toContain("Lock screen privacy changed");
    expect(words()).toContain("Ada on Pixel 9");
    expect(words()).toContain("private notifications");
    app.audit.put({ items: [{ ...entry, action: "command.done", detail: { kind: "stop", of: "builder-2", at: "devbox" } }] });
    await shows("Command done stop of builder-2 at devbox");
  });

  const check = {
    checkedAt: at,
    rows: 1_204,
    sealed: 1_203,
    unsealed: 1,
    head: { seq: 1_203, hash: "5f".repeat(32), sealedAt: at },
    faults: 0,
    problems: [],
  };

  test("the audit says that it was checked, and how to prove later that its end is there", async () => {
    const app = fakeApp();
    await mountIn<AuditPage>(app, "audit-page");
    expect(app.asked).toContainEqual(["checkAudit"]);
    expect(words()).toContain("is being checked");
    app.audit.put({ check });
    await shows("All 1,204 entries are as they were written down");
    expect(words()).toContain("Not sealed yet: the newest one.");
    expect(words()).toContain(`beckon audit verify --head ${check.head.hash}`);
  });

  test("faults of the audit are told, and what was not checked is not said to hold", async () => {
    const app = fakeApp();
    await mountIn<AuditPage>(app, "audit-page");
    const problems = [7, 8, 9, 10, 11, 12].map((seq) => ({
      kind: "changed" as const,
      seq,
      detail: `Row ${seq} is <b>not</b> what was sealed.`,
    }));
    app.audit.put({ check: { ...check, faults: 8, problems } });
    await shows("8 faults: this log is not what was written down");
    expect(words()).toContain("Row 11 is <b>not</b> what was sealed.");
    expect(words()).not.toContain("Row 12");
    expect(words()).toContain("All of them: beckon audit verify");
    app.audit.put({ unchecked: "The server cannot be reached." });
    await shows("Not checked. The server cannot be reached.");
    expect(words()).not.toContain("written down Checked");
    const before = app.asked.length;
    button("Check again").click();
    expect(app.asked.slice(before)).toEqual([["checkAudit"]]);
  });

  test("the audit is searched when the hand rests, narrowed by kind, and downloaded as it is seen", async () => {
    const app = fakeApp();
    const page = await mountIn<AuditPage>(app, "audit-page");
    const narrowed = () => app.asked.filter((one) => (one as string[])[0] === "narrowAudit");
    typeIn(deep(page, "ui-field")!, "pix");
    typeIn(deep(page, "ui-field")!, "pixel");
    await expect.poll(narrowed).toEqual([["narrowAudit", { q: "pixel", kind: "" }]]);
    app.audit.put({ look: { q: "pixel", kind: "" } });
    const select = deep<HTMLSelectElement>(deep(page, "ui-select")!, "select")!;
    select.value = "device.";
    select.dispatchEvent(new Event("change"));
    await expect.poll(narrowed).toContainEqual(["narrowAudit", { q: "pixel", kind: "device." }]);
    app.audit.put({ look: { q: "pixel", kind: "device." }, asOf: at });
    await shows("Nothing found");
    expect(deep<HTMLAnchorElement>(deep(page, ".bar ui-button")!, "a")!.getAttribute("href")).toBe(
      "/api/audit?format=csv&q=pixel&action=device.",
    );
  });

  test("an empty log says so once it was read", async () => {
    const app = fakeApp();
    await mountIn<AuditPage>(app, "audit-page");
    expect(words()).not.toContain("Nothing is written down yet");
    app.audit.put({ asOf: at });
    await shows("Nothing is written down yet");
  });
});
