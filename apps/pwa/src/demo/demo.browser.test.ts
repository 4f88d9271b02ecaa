import type { Agent } from "@beckon/contracts/agents";
import { afterEach, expect, test } from "vitest";
import { openReplica } from "../platform/replica.ts";
import { aRequest } from "../platform/testing/rows.ts";
import type { AppBanners } from "../shell/app-banners.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { DecisionCard } from "../decisions/decision-card.ts";
import { DemoStore } from "./demo.store.ts";
import "../decisions/decision-card.ts";
import "../decisions/decision-row.ts";
import "../decisions/what-happened.ts";
import "../shell/app-banners.ts";
import "./demo-banner.ts";

afterEach(() => document.body.replaceChildren());

const at = "2026-11-21T10:00:00.000Z";
const anAgent = (id: string, demo = false): Agent => ({ id, name: id, firstSeenAt: at, lastSeenAt: at, ...(demo ? { demo } : {}) });

test("the store sees the demo come and go, and looks again after a reset", async () => {
  const replica = openReplica(`demo-${crypto.randomUUID()}`);
  const db = await replica.db();
  await db.put("agents", anAgent("ag_real"));
  const asked: string[] = [];
  const store = new DemoStore({ replica, api: { remove: async () => void asked.push("remove") as never } });
  const put = async (agent: Agent) => {
    await db.put("agents", agent);
    replica.changed({ agents: [agent.id] });
  };
  const gone = async (id: string) => {
    await db.delete("agents", id);
    replica.changed({ agents: [id] });
  };
  await store.load();
  expect(store.state.shown).toBe(false);
  await put(anAgent("ag_other"));
  await put(anAgent("ag_demo1", true));
  await expect.poll(() => store.state.shown).toBe(true);
  await put(anAgent("ag_demo2", true));
  await gone("ag_demo1");
  await store.load();
  expect(store.state.shown).toBe(true);
  await gone("ag_demo2");
  await expect.poll(() => store.state.shown).toBe(false);
  await db.put("agents", anAgent("ag_demo3", true));
  replica.changed({ reset: true });
  await expect.poll(() => store.state.shown).toBe(true);
  await store.remove();
  expect(asked).toEqual(["remove"]);
  replica.close();
});

test("on every screen one line says it; an owner can remove it, others only read it", async () => {
  const app = fakeApp();
  await mountIn<AppBanners>(app, "app-banners");
  expect(textOf(document.body)).not.toContain("demo");
  app.demo.put({ shown: true });
  await expect.poll(() => textOf(document.body)).toContain("Demo data is made up.");
  deep(document.body, "ui-button")!.click();
  await expect.poll(() => app.asked).toContainEqual(["removeDemo"]);

  const viewer = fakeApp({ session: aSession({ role: "viewer" }) });
  viewer.demo.put({ shown: true });
  await mountIn<AppBanners>(viewer, "app-banners");
  expect(textOf(document.body)).toContain("made up");
  expect(deep(document.body, "ui-button")).toBeUndefined();
});

test("a removal that fails says why", async () => {
  const app = fakeApp();
  app.demo.put({ shown: true });
  app.demo.remove = async () => {
    throw new Error("The server cannot be reached");
  };
  await mountIn<AppBanners>(app, "app-banners");
  deep(document.body, "ui-button")!.click();
  await expect.poll(() => textOf(document.body)).toContain("The server cannot be reached");
});

test.each(["decision-card", "decision-row", "what-happened"])("%s marks what the demo asks, and nothing else", async (tag) => {
  const show = async (demo: boolean) => {
    const request = aRequest("dr_a");
    if (demo) request.agent = { ...request.agent, demo };
    const element = Object.assign(
      document.createElement(tag),
      tag === "what-happened" ? { requests: [request] } : { request },
    ) as DecisionCard;
    document.body.replaceChildren(element);
    await element.updateComplete;
    return element.shadowRoot!.querySelector("em.demo")?.textContent;
  };
  expect(await show(true)).toBe("Demo");
  expect(await show(false)).toBeUndefined();
});
