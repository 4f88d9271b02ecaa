import type { Pusher } from "./push.ts";

/**
 * For a look that may be long: what was read goes to the server while the next files are read. What cannot be told so is
 * told when the look is over, and what is wrong is said then.
 */
export const tellParts = (pusher: Pick<Pusher, "pushPart">) => {
  let last: Promise<void> = Promise.resolve();
  let failed = false;
  return {
    onPart: async (): Promise<void> => {
      await last;
      if (failed) return;
      last = pusher.pushPart().catch(() => void (failed = true));
    },
    done: (): Promise<void> => last,
  };
};
