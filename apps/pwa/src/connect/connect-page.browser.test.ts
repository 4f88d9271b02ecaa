import { afterEach, expect, test } from "vitest";
import { aRequest } from "../platform/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { ConnectPage } from "./connect-page.ts";
import "./connect-page.ts";

const words = () => textOf(document.body).replace(/\s+/gu, " ");
const shows = (text: string) => expect.poll(words).toContain(text);
const token = { id: "tok_1", name: "my-agent", token: "bk_agent_secret" };

afterEach(() => document.body.replaceChildren());

test("a token is made on the spot, and stands in the block to paste", async () => {
  const app = fakeApp();
  const page = await mountIn<ConnectPage>(app, "connect-page");
  expect(words()).toContain("BECKON_TOKEN=<your token>");
  deep(page, "ui-button[variant=primary]")!.click();
  await expect.poll(() => app.asked).toContainEqual(["create", { name: "my-agent", scope: "agent" }]);
  app.tokens.put({ created: token });
  await shows("BECKON_TOKEN=bk_agent_secret");
  expect(words()).toContain("is shown this once");
});

test("why no token could be made is said beside the name", async () => {
  const app = fakeApp();
  app.tokens.create = async () => {
    throw new Error("There are too many tokens.");
  };
  const page = await mountIn<ConnectPage>(app, "connect-page");
  deep(page, "ui-button[variant=primary]")!.click();
  await shows("There are too many tokens.");
});

test("the light: dark, then half at the token's first use, then green at the first question", async () => {
  const app = fakeApp();
  await mountIn<ConnectPage>(app, "connect-page");
  await shows("Waiting for the first question");
  const at = new Date().toISOString();
  app.tokens.put({ created: token, items: [{ id: "tok_1", name: "my-agent", scope: "agent", createdAt: at, lastUsedAt: at }] });
  await shows("The token was used");
  const later = new Date(Date.now() + 1_000).toISOString();
  app.decisions.put({ pending: [aRequest("dr_old"), aRequest("dr_new", { askedAt: later, agent: { id: "ag_9", name: "my-agent" } })] });
  await shows("my-agent asks");
  expect(deep(document.body, "first-signal")!.shadowRoot!.querySelector("ui-button")?.getAttribute("href")).toBe("/decisions/dr_new");
});

test("who is no owner is told whom to ask, and can still copy the block", async () => {
  await mountIn<ConnectPage>(fakeApp({ session: aSession({ role: "operator" }) }), "connect-page");
  expect(words()).toContain("Only an owner can make a token");
  expect(deep(document.body, "ui-button[variant=primary]")).toBeUndefined();
  expect(words()).toContain("beckon ask");
});

test("a secret is forgotten when the page is left", async () => {
  const app = fakeApp();
  let forgotten = 0;
  app.tokens.forgetCreated = () => void (forgotten += 1);
  const page = await mountIn<ConnectPage>(app, "connect-page");
  page.remove();
  expect(forgotten).toBe(1);
});
