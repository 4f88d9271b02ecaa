import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ago, anAgent, aSessionOf, now } from "../fleet/testing/rows.ts";
import { aRequest } from "../platform/testing/rows.ts";
import { fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { aSummary, row } from "../teamwork/testing/figures.ts";
import type { TeamworkState } from "../teamwork/teamwork.store.ts";
import type { NowVitals } from "./now-vitals.ts";
import "./now-vitals.ts";

const at = new Date(now).toISOString();
const said = (element: Element) => textOf(element).replace(/\s+/gu, " ");
const links = (page: NowVitals) => [...page.renderRoot.querySelectorAll<HTMLAnchorElement>(".states a")];

async function show(summary: TeamworkState["summary"], more: { nobody?: boolean; offlineSince?: string } = {}) {
  const waits = aRequest("dr_1", { askedAt: ago(60), agent: { id: "a", name: "a", sessionId: "key-a" } });
  const app = fakeApp({ pending: more.nobody ? [] : [waits] });
  app.teamwork.put({ summary });
  if (!more.nobody)
    app.fleet.put({
      agents: ["a", "b", "c", "d"].map((id) => anAgent(id)),
      sessions: [aSessionOf("a"), aSessionOf("b"), aSessionOf("c"), aSessionOf("d", { endedAt: ago(60), failed: true })],
    });
  if (more.offlineSince) app.connection.put({ state: "offline", asOf: more.offlineSince });
  const page = await mountIn<NowVitals>(app, "now-vitals");
  await page.updateComplete;
  return { app, page };
}

beforeEach(() => vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe("agents", () => {
  test("are counted by state, and each count opens those", async () => {
    const { app, page } = await show({ loading: true });
    expect(said(page.renderRoot.querySelector(".states")!).trim()).toBe("1 Waiting 1 Failed 0 Stale 2 Working 0 Idle 0 Offline");
    expect(links(page).map((link) => link.pathname)).toEqual(["/fleet", "/fleet", "/fleet"]);
    page.addEventListener("click", (event) => event.preventDefault());
    links(page)[2]!.click();
    expect(app.fleet.state.look).toMatchObject({ state: "working", q: "" });
  });

  test("that are not there yet are no zeros", async () => {
    const { page } = await show({ loading: true }, { nobody: true });
    expect(said(page)).toContain("No agent is connected yet");
    expect(said(page)).not.toContain("0");
  });

  test("without network are those of the last sync, and are said to be", async () => {
    const { page } = await show({ loading: false, error: "No connection" }, { offlineSince: ago(7_200) });
    expect(said(page)).toMatch(/As of .*2 h ago/u);
    expect(said(page)).toMatch(/not known.*No connection/u);
  });
});

describe("coordination", () => {
  test("shows its figure, what it rests on and its trend, and opens Teamwork", async () => {
    const trend = { ...aSummary().trend, direction: "declining" as const, difference: -9 };
    const { app, page } = await show({ body: aSummary({ trend }), at, loading: false });
    expect(said(page)).toMatch(/Coordination, 24 h 78\.9 % 75 of 95 worked out ▼ declining/u);
    expect(page.renderRoot.querySelector<HTMLAnchorElement>(".success")!.pathname).toBe("/teamwork");
    expect(app.asked).toContainEqual(["show", { range: "24h" }, ["summary"]]);
    page.remove();
    expect(app.asked).toContainEqual(["leave"]);
  });

  test("of which nothing ended is no data, never a percentage", async () => {
    const { page } = await show({ body: aSummary({ total: row(0, 0, 2) }), at, loading: false });
    expect(said(page)).toMatch(/no data none ended, 2 open/u);
    expect(said(page)).not.toContain("%");
  });

  test("that is old says of when it is", async () => {
    const { page } = await show({ body: aSummary(), at: ago(3_600), loading: false, error: "No connection" });
    expect(said(page)).toMatch(/75 of 95 worked out, as of \d/u);
  });

  test("is asked for again when the network is back", async () => {
    const { app, page } = await show({ loading: false, error: "No connection" }, { offlineSince: ago(60) });
    app.connection.put({ state: "live" });
    await page.updateComplete;
    expect(app.asked).toContainEqual(["refresh"]);
  });
});

test("its place is as high before there is a figure as after", async () => {
  const { app, page } = await show({ loading: true });
  const before = page.getBoundingClientRect().height;
  app.teamwork.put({ summary: { body: aSummary(), at, loading: false } });
  await page.updateComplete;
  expect(page.getBoundingClientRect().height).toBe(before);
});
