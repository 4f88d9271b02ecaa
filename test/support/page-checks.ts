import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds on the page as it is, shadow roots included: one line per element. `rules`: only these are looked at. */
export const axeViolations = async (page: Page, rules?: string[]): Promise<string[]> => {
  // Through the debugger, for the page's own policy lets no script in.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: {
          resultTypes: string[];
          runOnly?: string[];
        }): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ resultTypes: ["violations"], ...(only && { runOnly: only }) });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`),
    );
  }, rules);
};

/** Everything that can be tapped and is smaller than 44 × 44 px. Links within a sentence are as high as their line. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const least = 43.5;
    const small: string[] = [];
    const visit = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        if (element.shadowRoot) visit(element.shadowRoot);
        if (
          !element.matches("button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=switch], [role=tab]")
        )
          continue;
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const hidden =
          box.width === 0 || box.height === 0 || style.visibility === "hidden" || style.opacity === "0" || !element.checkVisibility();
        const inSentence = element.matches("a") && style.display === "inline";
        const offScreen = box.right < 0 || box.bottom < 0;
        if (hidden || inSentence || offScreen) continue;
        const label = element.closest("label")?.getBoundingClientRect();
        const width = Math.max(box.width, label?.width ?? 0);
        const height = Math.max(box.height, label?.height ?? 0);
        if (width < least || height < least)
          small.push(
            `${element.localName} “${(element.ariaLabel ?? element.textContent ?? "").trim().slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`,
          );
      }
    };
    visit(document);
    return small;
  });

/** Pixels by which the page can be scrolled sideways: none, at any size. */
export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/**
 * Text that cannot be read to its end: cut by a box that does not scroll, or out of the page's width. What is shortened
 * on purpose, with an ellipsis, is none.
 */
export const cutText = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const slack = 2;
    const cut: string[] = [];
    const parentOf = (element: Element): Element | null =>
      element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
    const reads = (element: Element, rect: DOMRect): boolean => {
      let [left, right, top, bottom] = [0, innerWidth, -Infinity, Infinity];
      for (let at: Element | null = element; at; at = parentOf(at)) {
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        if (style.clipPath !== "none" || style.position === "fixed") return true;
        if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") return true;
        if (style.overflowX === "auto" || style.overflowX === "scroll") [left, right] = [-Infinity, Infinity];
        if (style.overflowY === "auto" || style.overflowY === "scroll") [top, bottom] = [-Infinity, Infinity];
        if (style.overflowX === "hidden" || style.overflowX === "clip")
          [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        if (style.overflowY === "hidden" || style.overflowY === "clip")
          [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return (
        rect.left >= left - slack &&
        rect.right <= right + slack &&
        rect.top >= top - rect.height / 4 &&
        rect.bottom <= bottom + rect.height / 4
      );
    };
    const visit = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        if (element.shadowRoot) visit(element.shadowRoot);
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        for (const node of element.childNodes) {
          if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim()) continue;
          const range = document.createRange();
          range.selectNodeContents(node);
          const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
          if (rects.some((rect) => !reads(element, rect)))
            cut.push(`${element.localName}.${element.className} “${node.textContent.trim().slice(0, 40)}”`);
        }
      }
    };
    visit(document);
    return cut;
  });
