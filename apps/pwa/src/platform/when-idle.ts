/** Runs something small once nothing else is to do; the answer calls it off. */
export function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(act, { timeout: 500 });
    return () => cancelIdleCallback(id);
  }
  // Safari has no idle callback: a pause lets input and paint come first.
  const id = setTimeout(act, 50);
  return () => clearTimeout(id);
}
