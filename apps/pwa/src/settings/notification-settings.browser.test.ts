import type { Channel } from "@beckon/contracts/channels";
import { defaultEscalation } from "@beckon/contracts/escalation";
import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import type { UiButton } from "@beckon/ui/ui-button";
import { afterEach, expect, test } from "vitest";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { ChannelsPage } from "./channels-page.ts";
import type { EscalationPage } from "./escalation-page.ts";
import type { NotificationsPage } from "./notifications-page.ts";
import "./channels-page.ts";
import "./escalation-page.ts";
import "./notifications-page.ts";

const words = () => textOf(document.body).replace(/\s+/gu, " ");
const all = <T extends Element>(selector: string): T[] => {
  const found: T[] = [];
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(selector)) found.push(element as T);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  return found;
};
const button = (name: string) => all<UiButton>("ui-button").find((element) => (element.label || textOf(element).trim()) === name);
const quiet = { from: "22:00", to: "07:00" };

afterEach(() => document.body.replaceChildren());

test("quiet hours are switched on with one tap, and the page says what happens tonight", async () => {
  const app = fakeApp();
  app.push.put({ subscribed: true, wanted: true, permission: "granted" });
  await mountIn<NotificationsPage>(app, "notifications-page");
  expect(words()).not.toContain("Quiet hours");
  app.policy.put({ policies: { person: null, device: null, effective: defaultPolicy } });
  await expect.poll(words).toContain("Everything rings, at any hour.");
  deep<HTMLInputElement>(
    all("ui-switch").find((element) => (element as { label?: string }).label === "Quiet hours")!,
    "input",
  )!.click();
  expect(app.asked).toContainEqual(["changePolicy", { quiet }]);
  const held = { count: 2, until: "2026-11-22T07:00:00.000Z" };
  app.policy.put({ policies: { person: null, device: null, effective: { ...defaultPolicy, quiet }, held } });
  await expect.poll(words).toContain("Between 22:00 and 07:00 only critical");
  expect(words()).toContain("2 wait now");
  // Without a connection it is shown, and not changed.
  app.connection.put({ state: "offline" });
  await expect.poll(words).toContain("it is changed only with one");
  expect(
    deep<HTMLFieldSetElement>(document.querySelector("notifications-page") ?? all("policy-card")[0]!, "fieldset[inert]"),
  ).toBeDefined();
});

test("an owner changes the steps; a viewer reads them; each step that was made is listed", async () => {
  const policy = { ...defaultEscalation, isDefault: true, channels: [] };
  const page = {
    ...{ id: "es_1", occasion: "alert/1", severity: "critical" as const, title: "A run is stuck", state: "acknowledged" as const },
    ...{ by: { kind: "person" as const, name: "Ann" }, startedAt: "2026-11-21T09:00:00.000Z" },
    steps: [
      { at: "2026-11-21T09:00:00.000Z", round: 1, tell: "device" as const, to: ["Phone"] },
      { at: "2026-11-21T09:03:00.000Z", round: 1, tell: "devices" as const, to: [] },
    ],
  };
  const app = fakeApp();
  app.escalation.put({ policy, items: [page], asOf: "2026-11-21T09:00:00.000Z" });
  await mountIn<EscalationPage>(app, "escalation-page");
  expect(words()).toContain("First the device used last, after 3 minutes all other devices");
  expect(words()).toContain("taken, by Ann");
  expect(words()).toContain("nobody was left to tell");
  button("Change the steps")!.click();
  await expect.poll(() => button("Save")).toBeDefined();
  button("Remove step 3")!.click();
  await expect.poll(() => button("Remove step 3")).toBeUndefined();
  button("Save")!.click();
  const { steps, repeat, decisions } = defaultEscalation;
  await expect.poll(() => app.asked).toContainEqual(["saveEscalation", { steps: steps.slice(0, 2), repeat, decisions }]);

  const viewers = fakeApp({ session: aSession({ role: "viewer" }) });
  viewers.escalation.put({ policy });
  await mountIn<EscalationPage>(viewers, "escalation-page");
  expect(words()).toContain("First the device used last");
  expect(button("Change the steps")).toBeUndefined();
});

test("a channel is added, tested and told apart from one that failed; others than owners have none", async () => {
  const channel: Channel = {
    ...{ id: "ch_00000000000000000000AA", kind: "ntfy", name: "On call", private: true, enabled: true, hasSecret: true },
    ...{ createdAt: "2026-11-21T09:00:00.000Z", config: { server: "https://ntfy.sh", topic: "ops" } },
    last: { at: "2026-11-21T09:00:00.000Z", status: "failed", words: "ntfy.sh answered 403" },
  };
  const app = fakeApp();
  app.channels.put({ items: [channel], asOf: "2026-11-21T09:00:00.000Z" });
  await mountIn<ChannelsPage>(app, "channels-page");
  expect(words()).toContain("The last message failed: ntfy.sh answered 403");
  button("Send a test through On call")!.click();
  await expect.poll(() => app.asked).toContainEqual(["testChannel", channel.id]);
  button("Add a channel")!.click();
  await expect.poll(() => button("Add")).toBeDefined();
  expect(button("Add")!.disabled).toBe(true);
  const fill = (label: string, value: string) => {
    const input = deep<HTMLInputElement>(
      all("ui-field").find((element) => (element as { label?: string }).label === label)!,
      "input",
    )!;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  };
  fill("Name", "Pager");
  fill("Topic", "long-topic");
  fill("Access token", "tk_secret");
  await expect.poll(() => button("Add")!.disabled).toBe(false);
  button("Add")!.click();
  const config = { server: "https://ntfy.sh", topic: "long-topic" };
  const input = { kind: "ntfy", name: "Pager", private: true, enabled: true, secret: "tk_secret", config };
  await expect.poll(() => app.asked).toContainEqual(["saveChannel", undefined, input]);

  await mountIn<ChannelsPage>(fakeApp({ session: aSession({ role: "operator" }) }), "channels-page");
  expect(words()).toContain("Channels are for owners");
  expect(button("Add a channel")).toBeUndefined();
});
