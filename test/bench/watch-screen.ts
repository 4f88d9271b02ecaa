import { spawnSync } from "node:child_process";
import { chromium, type Page } from "playwright-core";
import { chromiumArgs, findChromium } from "../support/browsers.ts";
import { pairingLink, type Bff } from "./bff.ts";
import { root } from "./processes.ts";

/** Notes when each `Retitled N of M.` was painted on a card of the board: looks at every frame. Runs in the page. */
const watchForTitles = () => {
  const seen: Record<string, number> = {};
  Object.assign(globalThis, { titlesSeen: seen });
  const within = (...path: string[]): ParentNode | null | undefined =>
    path.reduce<ParentNode | null | undefined>((place, tag) => place?.querySelector(tag)?.shadowRoot, document);
  const look = () => {
    const board = within("app-shell", "work-page", "work-tasks", "work-board");
    for (const lane of board?.querySelectorAll("virtual-rows") ?? [])
      for (const card of lane.shadowRoot?.querySelectorAll("task-card") ?? []) {
        const [title] = /Retitled \d+ of \d+\./.exec(card.shadowRoot?.querySelector("h3")?.textContent ?? "") ?? [];
        if (title === undefined || seen[title] !== undefined) continue;
        seen[title] = 0;
        // The next frame begins when this one has been painted.
        requestAnimationFrame(() => void (seen[title] = performance.timeOrigin + performance.now()));
      }
    requestAnimationFrame(look);
  };
  look();
};

/** Which task files are to be seen, by the number in their titles. Runs in the page. */
const numbersInSight = (): number[] => {
  const within = (...path: string[]): ParentNode | null | undefined =>
    path.reduce<ParentNode | null | undefined>((place, tag) => place?.querySelector(tag)?.shadowRoot, document);
  const board = within("app-shell", "work-page", "work-tasks", "work-board");
  return [...(board?.querySelectorAll("virtual-rows") ?? [])].flatMap((lane) =>
    [...(lane.shadowRoot?.querySelectorAll("task-card") ?? [])].slice(0, 4).flatMap((card) => {
      const [, number] = /Task number (\d+) /.exec(card.shadowRoot?.querySelector("h3")?.textContent ?? "") ?? [];
      return number === undefined ? [] : [Number(number)];
    }),
  );
};

/** The work directory's board in a desktop-sized Chromium, once all of it stands there. */
export const openBoard = async (bff: Bff) => {
  const chromiumPath = findChromium();
  if (!chromiumPath) throw new Error("Chromium is not installed; CHROMIUM names another place");
  const built = spawnSync(process.execPath, ["apps/pwa/build-if-changed.ts"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (built.status !== 0) throw new Error("the app could not be built");
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await page.goto(await pairingLink(bff));
  await page.getByRole("button", { name: "Pair this device" }).click();
  await page.waitForURL((at) => at.pathname !== "/pair");
  const directory = await firstDirectory(page);
  await page.goto(`${bff.origin}/work?directory=${directory}`);
  await page.getByText("Task number").first().waitFor();
  // Ten thousand tasks come into the replica in parts.
  await page.waitForTimeout(8_000);
  const tasks = await page.evaluate(numbersInSight);
  if (tasks.length === 0) throw new Error("no task stands on the board");
  await page.evaluate(watchForTitles);
  return {
    tasks,
    /** Epoch milliseconds at which a title was on the screen. */
    painted: async (title: string): Promise<number> => {
      const at = await page.waitForFunction(
        (wanted) => (globalThis as unknown as { titlesSeen: Record<string, number> }).titlesSeen[wanted],
        title,
        { timeout: 20_000 },
      );
      return (await at.jsonValue()) as number;
    },
    close: () => browser.close(),
  };
};

const firstDirectory = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const answer = (await (await fetch("/api/work-directories")).json()) as { items: { id: string }[] };
    return answer.items[0]?.id ?? "";
  });
