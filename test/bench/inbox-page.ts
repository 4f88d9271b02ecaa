import type { Page } from "playwright-core";
import { pairingLink, type Bff } from "./bff.ts";

/** A question on the screen: the list, or the card of the only one. */
export const inboxOf = (page: Page) => page.locator("decision-row, decision-card").first();

/** Pairs the page's browser as a person does, and waits for its inbox. */
export const pairPage = async (bff: Bff, page: Page) => {
  await page.goto(await pairingLink(bff));
  await page.getByRole("button", { name: "Pair this device" }).click();
  await page.waitForURL((at) => at.pathname === "/" || at.pathname === "/connect");
  await page.goto(bff.origin);
  await inboxOf(page).waitFor();
};
