import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { type OpenApp, openApp } from "../support/open-app.ts";
import { sidewaysOverflow } from "../support/page-checks.ts";

const missing = findChromium() === undefined;
const elsewhere = "https://evil.example";
const markup = `<img src=${elsewhere}/i onerror="window.pwned=1"><script>window.pwned=1</script><svg onload="window.pwned=1"></svg>`;
/** Fills up to a length without cutting the last character in two. */
const filled = (unit: string, length: number) => unit.repeat(Math.floor(length / unit.length));

const bodies: Record<string, string> = {
  markup: `# ${markup}\n\n<iframe src="${elsewhere}"></iframe>\n<style>*{display:none!important}</style>\n<base href="${elsewhere}">\n<form action="${elsewhere}"><button>go</button></form>`,
  links: [
    "[a](javascript:window.pwned=1)",
    "[b](JaVaScRiPt&#58;window.pwned=1)",
    "[c](data:text/html,<script>window.pwned=1</script>)",
    "[d](vbscript:x)",
    `![pixel](${elsewhere}/pixel.png)`,
    "![inline](data:image/png;base64,iVBORw0KGgo=)",
    `![svg](data:image/svg+xml,<svg onload=window.pwned=1>)`,
    `<javascript:window.pwned=1>`,
    `[ref]\n\n[ref]: javascript:window.pwned=1`,
    `<link rel=stylesheet href=${elsewhere}/a.css>`,
  ].join("\n\n"),
  quotes: filled("> ", 19_000) + "deep",
  lists: Array.from({ length: 190 }, (_, depth) => `${" ".repeat(depth)}- x`).join("\n"),
  emphasis: filled("**_a ", 19_000),
  brackets: filled("[", 9_900) + filled("](x)", 9_900),
  table: `|${filled("a|", 4_000)}\n|${filled("-|", 4_000)}\n|${filled("b|", 8_000)}`,
  parts: filled("a\u200b", 20_000),
  directions: `\u202e${filled("\u2066שלום\u2069 abc \u202e", 15_000)}`,
  emoji: filled("👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿", 19_000),
  zalgo: filled(`a${"\u0301".repeat(40)}`, 19_000),
};

const hostile = (body: string): DecisionRequestInput => ({
  kind: "permission",
  title: `\u202egnp.${markup}${filled("W", 100)}\u200b`.slice(0, 300),
  body,
  action: {
    tool: `Bash${markup}`.slice(0, 200),
    command: `echo ${markup} \u202e${filled("\u200bx", 19_000)}`,
    diff: `+${markup}\n${filled("-\u202ex\n", 100_000)}`,
    files: Array.from({ length: 200 }, (_, index) => `../../${index}/${markup}`),
    cwd: `/${filled("very long ", 900)}`,
  },
  options: [
    { id: "approve", label: `Approve\u202e${filled("A", 90)}`, tone: "approve" },
    { id: "deny", label: "D\u200beny", tone: "deny" },
  ],
  agent: { name: `аgent ${markup}`.slice(0, 120), vendor: filled("V", 60), host: `\u202e${filled("h", 100)}` },
});

let app: OpenApp;
const foreign: string[] = [];
const broken: string[] = [];

beforeAll(async () => {
  if (missing) return;
  app = await openApp();
  app.context.on("request", (request) => void (new URL(request.url()).origin !== app.origin && foreign.push(request.url())));
  app.page.on("pageerror", (error) => void broken.push(error.message));
  app.page.on("dialog", (dialog) => void broken.push(`dialog: ${dialog.message()}`));
  app.page.on("console", (message) => void (message.type() === "error" && broken.push(message.text())));
});
afterAll(() => app?.close());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

/** Elements and addresses that could run or fetch something, in every shadow root. */
const dangerous = () =>
  app.page.evaluate(() => {
    const found: string[] = [];
    const visit = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) visit(element.shadowRoot);
        if (element.closest("head")) continue;
        const names = element.getAttributeNames();
        const address = element.getAttribute("href") ?? "";
        if (element.matches("script, iframe, object, embed, img, base, link, form, video, audio, style")) found.push(element.localName);
        if (names.some((name) => name.startsWith("on")) || /^\s*(javascript|data|vbscript):/iu.test(address))
          found.push(element.outerHTML.slice(0, 120));
      }
    };
    visit(document);
    return found;
  });

test.each(Object.keys(bodies))("hostile text (%s): nothing runs, nothing is fetched, and it can be denied", async (name) => {
  const { id } = await app.ask(hostile(bodies[name]!));
  for (const path of ["/", `/decisions/${id}`]) {
    await app.page.goto(app.origin + path);
    const deny = app.page.getByRole("button", { name: /^D.*eny/u });
    await deny.waitFor();
    await app.page.locator("decision-body").first().waitFor();
    expect(await dangerous()).toEqual([]);
    expect(await sidewaysOverflow(app.page)).toBe(0);
    // In reach of the thumb without scrolling.
    const box = await deny.boundingBox();
    expect(box && box.y >= 0 && box.y + box.height <= 844 && box.height >= 44).toBe(true);
  }
  await app.page.getByRole("button", { name: /^D.*eny/u }).click();
  expect((await app.answerOf(id)).decision).toMatchObject({ option: "deny" });
  await app.page.goto(`${app.origin}/history`);
  await app.page.locator("what-happened li").first().waitFor();
  expect(await sidewaysOverflow(app.page)).toBe(0);
  expect(await app.page.evaluate(() => "pwned" in window)).toBe(false);
  expect({ foreign, broken }).toEqual({ foreign: [], broken: [] });
});
