import type { Locator } from "playwright-core";

/** What an element shows as one line of words, shadow roots and slots included: what the browser calls its text leaves those out. */
export const shownText = (locator: Locator): Promise<string> =>
  locator.evaluate((element) => {
    const parts: string[] = [];
    const visit = (node: Node) => {
      if (node instanceof Text) parts.push(node.data);
      if (!(node instanceof Element)) return;
      const { display } = getComputedStyle(node);
      if (node.matches("style, script") || (display !== "contents" && !node.checkVisibility({ visibilityProperty: true }))) return;
      const slotted = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
      const children = node.shadowRoot ? node.shadowRoot.childNodes : slotted.length > 0 ? slotted : node.childNodes;
      for (const child of children) visit(child);
      if (!/inline|contents/.test(display)) parts.push(" ");
    };
    visit(element);
    return parts.join("").replaceAll(/\s+/g, " ").trim();
  });
