/** When what is drawn now is on the screen: the frame after the next one begins then. A page out of sight paints nothing. */
export const painted = () =>
  new Promise<void>((resolve) => {
    if (document.hidden) return resolve();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
