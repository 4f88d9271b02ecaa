/**
 * Says when the first of these elements was painted: `globalThis.paintedMs`. Looks at every frame, along the shadow
 * roots of `path` only, for at a quarter of the speed a search through all of the page would be a part of what is measured.
 * Runs in the page, before its own code.
 */
export const watchFor = (path: readonly string[]): void => {
  const find = (): Element | undefined => {
    let within: ParentNode = document;
    for (const selector of path) {
      const found: Element | null = within.querySelector(selector);
      if (!found) return undefined;
      if (selector === path.at(-1)) return found.shadowRoot && found.getBoundingClientRect().height > 20 ? found : undefined;
      within = found.shadowRoot ?? found;
    }
    return undefined;
  };
  const look = () => {
    if (!find()) return void requestAnimationFrame(look);
    // The frame after the next begins when this one has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => void Object.assign(globalThis, { paintedMs: performance.now() })));
  };
  look();
};
