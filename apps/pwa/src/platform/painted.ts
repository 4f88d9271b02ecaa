let opening: Promise<void> | undefined;

/** The app opens: until its first page is shown, and then on the screen, nothing counts as painted. */
export function opensWith(shown: Promise<void>): Promise<void> {
  const done = shown.then(frames).finally(() => (opening = undefined));
  opening = done;
  return done;
}

/** Whether the first page is still on its way to the screen: what nobody sees there waits. */
export const isOpening = (): boolean => opening !== undefined;

/** When what is drawn now is on the screen; while the app opens, when its first page is. */
export const painted = (): Promise<void> => opening ?? frames();

/** The frame after the next one begins when the next is painted. A page out of sight paints nothing. */
const frames = () =>
  new Promise<void>((resolve) => {
    if (document.hidden) return resolve();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
