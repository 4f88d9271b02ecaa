import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumArgs, findChromium } from "../../test/support/browsers.ts";

// The app as it is shipped: built once, weighed, and opened in a real browser under the server's
// content security policy. A raw decorator, a string handed to a Trusted Types sink or an inline
// style would pass every other test.

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};
const kilobyte = 1_024;
let out: string;
let server: Server;
let origin: string;
let browser: Browser | undefined;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "beckon-bundle-"));
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "build/build.ts"), out]);
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    response.setHeader("content-security-policy", policy());
    if (pathname === "/api/stream") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      // Held open, as the server does: one that ends would be asked for again and again.
      return response.write(": open\n\n");
    }
    if (pathname.startsWith("/api/")) {
      response.writeHead(401, { "content-type": "application/problem+json" });
      return response.end(
        '{"type":"about:blank","title":"Pair this device first","status":401,"code":"access.no_session","requestId":"r"}',
      );
    }
    const file = existsSync(join(out, pathname)) && extname(pathname) !== "" ? join(out, pathname) : join(out, "index.html");
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    return response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const executablePath = findChromium();
  if (executablePath) browser = await chromium.launch({ executablePath, args: chromiumArgs });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
  if (out) rmSync(out, { recursive: true, force: true });
});

function policy(): string {
  return "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self'; manifest-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html beckon";
}

const brotliSize = (file: string) => readFileSync(existsSync(join(out, `${file}.br`)) ? join(out, `${file}.br`) : join(out, file)).length;
const scripts = () => globSync("**/*.js", { cwd: out });

describe("the files", () => {
  test("hold no schema library outside the pages that need one", () => {
    for (const file of scripts()) expect(readFileSync(join(out, file), "utf8"), file).not.toContain("ZodError");
  });

  test("have one inline style, whose hash the server can name, and no inline script", () => {
    const html = readFileSync(join(out, "index.html"), "utf8");
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
    expect(html).not.toMatch(/\sstyle=|\son[a-z]+=/);
  });

  test("service worker is at most 12 KB", () => expect(brotliSize("sw.js")).toBeLessThanOrEqual(12 * kilobyte));

  test("precache is at most 360 KB as it is sent and lists no icon that only an installation needs", () => {
    const worker = readFileSync(join(out, "sw.js"), "utf8");
    const listed = [...worker.matchAll(/["']?url["']?:\s*["']([^"']+)["']/g)].map(([, url]) => url!);
    expect(listed).toContain("index.html");
    expect(listed).not.toContain("kill-switch.js");
    expect(listed).not.toContain("icon-512.png");
    // All places, to be read offline: fetched once, after the first paint.
    const bytes = listed.reduce((sum, file) => sum + brotliSize(file), 0);
    expect(bytes, `${bytes / kilobyte} KB`).toBeLessThanOrEqual(360 * kilobyte);
  });

  test("every text above 1 KB has its compressed copies", () => {
    for (const file of globSync("**/*.{js,css,html}", { cwd: out })) {
      if (readFileSync(join(out, file)).length <= kilobyte) continue;
      expect(existsSync(join(out, `${file}.br`)) && existsSync(join(out, `${file}.gz`)), file).toBe(true);
    }
  });

  test("manifest names icons that are there", () => {
    const manifest = JSON.parse(readFileSync(join(out, "manifest.webmanifest"), "utf8"));
    expect(manifest).toMatchObject({ id: "/", start_url: "/", display: "standalone" });
    for (const { src } of manifest.icons) expect(existsSync(join(out, src)), src).toBe(true);
  });
});

/** Read when the first screen is painted and nothing else is to do. */
const afterPaint =
  /\/(demo-banner|answer-ends|now-vitals|vitals|now-alerts|alerts|rule-note|may-control|why-not-now|acts)-|\/api\/coordination\//;

/** Bytes of script as they are sent: up to the first paint, and with what follows it. */
function scriptOf(asked: readonly string[]) {
  // Asked for twice it is sent once.
  const scripts = [...new Set(asked)].filter((path) => path.endsWith(".js") && path !== "/sw.js");
  const sum = (paths: readonly string[]) => paths.reduce((bytes, path) => bytes + brotliSize(path), 0);
  return { first: sum(scripts.filter((path) => !afterPaint.test(path))), all: sum(scripts) };
}

/** Opens an address and says what it asked for and what went wrong. */
async function visit(path: string, prepare?: (page: Page) => Promise<unknown>) {
  const context = await browser!.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const asked: string[] = [];
  const wrong: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(message.text());
  });
  await prepare?.(page);
  asked.length = 0;
  await page.goto(origin + path);
  await page.locator("app-shell main").waitFor();
  return { context, page, asked, wrong };
}

describe.skipIf(!findChromium())("in a browser, under the server's policy", () => {
  test("a first visit shows how to pair, with at most 15 requests and 48 KB of script", async () => {
    const { context, page, asked, wrong } = await visit("/");
    await page.getByRole("button", { name: /pair/i }).first().waitFor();
    expect(wrong).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(15);
    const { first, all } = scriptOf(asked);
    expect(first, asked.join(" ")).toBeLessThanOrEqual(48 * kilobyte);
    expect(all, asked.join(" ")).toBeLessThanOrEqual(50 * kilobyte);
    await context.close();
  });

  test("the inbox needs at most 12 requests and 50 KB of script", async () => {
    const { context, asked, wrong, page } = await visit("/", signedIn);
    await page.locator("now-page").waitFor();
    await page.waitForLoadState("load");
    // With all that follows the first screen: the vital signs and their figures.
    await page.getByText("nothing began or ended").waitFor();
    expect(wrong).toEqual([]);
    expect(asked.filter((path) => !afterPaint.test(path)).length, asked.join(" ")).toBeLessThanOrEqual(12);
    const { first, all } = scriptOf(asked);
    expect(first, asked.join(" ")).toBeLessThanOrEqual(50 * kilobyte);
    expect(all, asked.join(" ")).toBeLessThanOrEqual(70 * kilobyte);
    await context.close();
  });

  test("every page's code evaluates", async () => {
    const { context, page, wrong } = await visit("/");
    const modules = scripts().filter((file) => file.startsWith("assets/"));
    // As text: the test runner would rewrite an import() in a function. A raw decorator is a syntax error here.
    await page.evaluate(`(async () => { for (const file of ${JSON.stringify(modules)}) await import("/" + file); })()`);
    expect(wrong).toEqual([]);
    await context.close();
  });

  test("once visited, it opens without the server", async () => {
    const { context, page, wrong } = await visit("/");
    await page.evaluate(() => navigator.serviceWorker.ready.then((ready) => ready.active));
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    await page.goto(`${origin}/history`);
    await page.locator("app-shell main").waitFor();
    expect(wrong.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
    await context.close();
  });
});

function nothingEnded(at: string) {
  const total = { succeeded: 0, failed: 0, pending: 0, share: { value: null, n: 0, low: null, high: null } };
  return {
    window: { from: "2026-11-20T09:00:00.000Z", to: at, timeZone: "UTC" },
    asOf: at,
    total,
    trend: { direction: "no data", before: total, difference: null, low: null, high: null },
    buckets: [],
    byType: [],
    byPair: [],
    byCause: [],
    byRole: [],
  };
}

/** Paired with a server that knows this device, and has nothing to say. */
async function signedIn(page: Page): Promise<void> {
  const person = { id: "pe_0123456789abcdefgh", name: "Ada", role: "owner" };
  const at = "2026-11-21T09:00:00.000Z";
  const device = {
    id: "dev_0123456789abcdefgh",
    name: "phone",
    person,
    createdAt: at,
    lastSeenAt: at,
    current: true,
    privateNotifications: false,
    push: { state: "none" },
  };
  const session = {
    person,
    device,
    passkeys: 0,
    server: { version: "0.1.0", publicOrigin: origin, vapidPublicKey: "", applePush: false, passkeysPossible: true },
  };
  const row = {
    id: "dr_0123456789abcdefgh",
    kind: "permission",
    title: "Lint the shop?",
    options: [
      { id: "approve", label: "Approve", tone: "approve" },
      { id: "deny", label: "Deny", tone: "deny" },
    ],
    allowText: false,
    action: { tool: "Bash", command: "pnpm lint" },
    actionHash: "sha256:0",
    risk: "low",
    riskReasons: [],
    agent: { id: "ag_0123456789abcdefgh", name: "builder" },
    status: "pending",
    askedAt: at,
  };
  const sync = {
    changes: [{ kind: "decisionRequest", id: row.id, value: row }],
    tombstones: [],
    cursor: "c1",
    reset: false,
    more: false,
    asOf: at,
  };
  await page.route("**/api/pair", (route) => route.fulfill({ status: 201, json: session }));
  await page.route("**/api/session", (route) => route.fulfill({ json: session }));
  await page.route("**/api/sync*", (route) => route.fulfill({ json: sync }));
  await page.route("**/api/coordination/summary*", (route) => route.fulfill({ json: nothingEnded(at) }));
  await page.goto(`${origin}/pair#ABCD-EFGH`);
  await page.getByRole("button", { name: "Pair this device" }).click();
  await page.locator("now-page").waitFor();
}
