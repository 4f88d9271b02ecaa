import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { openApp, type OpenApp } from "../support/open-app.ts";
import { pastedClaude, type ClaudeSettings } from "../support/pasted-claude.ts";

const missing = findChromium() === undefined;
let app: OpenApp;

beforeAll(async () => {
  if (!missing) app = await openApp();
});
afterAll(() => app?.close());

/** What the Connect page has a person paste, read from the page itself. */
const pasted = async (): Promise<ClaudeSettings> => {
  const block = app.page.locator("paste-blocks ui-code").first();
  await block.waitFor();
  return JSON.parse(
    await block.evaluate((element) => (element as unknown as { parts: { text: string }[] }).parts.map(({ text }) => text).join("")),
  );
};
const cardOf = (name: string | RegExp) => app.page.locator("agent-card").filter({ hasText: name }).first();
/** All that a card says, without what is drawn of it. */
const wordsOf = (name: string) =>
  cardOf(name).evaluate((card) => {
    const words = (within: Node): string =>
      [...within.childNodes]
        .filter((node) => !["STYLE", "SVG"].includes(node.nodeName.toUpperCase()))
        .map((node) => (node instanceof Text ? node.data : words((node as Element).shadowRoot ?? node)))
        .join(" ");
    return words(card.shadowRoot as ShadowRoot).replaceAll(/\s+/g, " ");
  });
const onFleet = () => app.page.goto(`${app.origin}/fleet`);

test.skipIf(missing)("empty app → Connect → paste → green light → the Fleet tells what the agent does, offline too", async () => {
  const { page } = app;
  await page.goto(app.origin);
  await page
    .getByRole("link", { name: "Connect an agent" })
    .or(page.getByRole("button", { name: "Connect an agent" }))
    .first()
    .click();
  await page.getByLabel("The machine it runs on").fill("laptop");
  await page.getByRole("button", { name: "Make a token" }).click();
  await expect.poll(() => page.getByText("Waiting for the first signal").isVisible()).toBe(true);
  // Not before: until the token is made, its place is held by a word.
  await expect.poll(async () => JSON.stringify(await pasted())).toContain("bk_");
  const settings = await pasted();

  // The pasted settings are all that the agent knows of Beckon.
  const claude = pastedClaude(settings, { session: "run-1", cwd: "/srv/shop-api" });
  await claude.hook("UserPromptSubmit", { prompt: "Add the discount column" });
  await page
    .locator("first-signal")
    .getByText(/Connected|first signal came|It works/i)
    .first()
    .waitFor();

  await onFleet();
  await claude.hook("PreToolUse", { tool_name: "Bash", tool_input: { command: "pnpm test" }, tool_use_id: "toolu_1" });
  await cardOf("Running pnpm test").waitFor();
  expect(await wordsOf("Running pnpm test")).toMatch(/Working[\s\S]*Claude Code[\s\S]*shop-api[\s\S]*laptop/);
  await claude.event("api_request", {
    model: "claude-sonnet-5",
    cost_usd_micros: 42_100,
    input_tokens: 812,
    output_tokens: 640,
    cache_read_tokens: 51_200,
    cache_creation_tokens: 2_048,
    request_id: "req_1",
  });
  await cardOf("$0.04").waitFor();
  await claude.hook("PostToolUse", { tool_name: "Bash", tool_input: { command: "pnpm test" }, tool_response: {}, tool_use_id: "toolu_1" });

  // Waiting: a held permission request, answered on the phone, and the agent has its answer.
  const asked = claude.hook("PermissionRequest", { tool_name: "Bash", tool_input: { command: "git push origin main" } });
  await cardOf("Waits for you").waitFor();
  await cardOf("Waits for you")
    .getByRole("link")
    .filter({ hasText: /git push|command/i })
    .first()
    .click();
  await page
    .getByRole("button", { name: /^Allow|^Approve/ })
    .first()
    .click();
  expect(await asked).toMatchObject({ hookSpecificOutput: { hookEventName: "PermissionRequest", decision: { behavior: "allow" } } });

  // Idle, and how long ago.
  await claude.hook("Stop", { stop_hook_active: false });
  await onFleet();
  await cardOf("Turn ended").waitFor();
  expect(await wordsOf("Turn ended")).toMatch(/Idle/);

  // Another run of the same machine began a turn seven minutes ago, and nothing was heard of it since.
  const silent = pastedClaude(settings, { session: "run-2", cwd: "/srv/shop-web" });
  await silent.event("user_prompt", { prompt_length: 4, "prompt.id": "p-2" }, 425);
  await cardOf("No sign for 7 min").waitFor();
  expect(await wordsOf("No sign for 7 min")).toMatch(/Stale/);

  // From the replica alone, and it says how old it is.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForTimeout(1_500);
  await app.context.setOffline(true);
  await page.reload();
  await cardOf("No sign for 7 min").waitFor();
  await page.getByText(/as of/i).first().waitFor();
  await app.context.setOffline(false);
});
