import type { Client } from "@beckon/agent-client";
import { createNotices } from "./notices.ts";
import { createPusher } from "./push.ts";
import { createLink } from "./link.ts";
import { serveEdits } from "./serve-edits.ts";
import { isOutOfStep, type WatcherInput } from "./server.ts";
import { createTree, graceMs } from "./tree.ts";
import { tellParts } from "./tell-parts.ts";
import type { Tell } from "./events.ts";

export type Following = {
  client: Pick<Client, "call">;
  root: string;
  input: WatcherInput;
  tell: Tell;
  signal: AbortSignal;
};

const goneMs = 1_000;
/** In a row; somebody else tells the server of the same directory. */
const mostMisfits = 20;

/** Follows a directory until the signal aborts; throws only what another try cannot mend. */
export const follow = async ({ client, root, input, tell, signal }: Following): Promise<void> => {
  const tree = createTree(root);
  const link = createLink(tell);
  const pusher = createPusher({ client, tree, input, tell, signal });
  let places = new Set<string>();
  let kick = Promise.withResolvers<void>();
  const timers = new Set<NodeJS.Timeout>();
  const wake = () => kick.resolve();
  const later = (ms: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      wake();
    }, ms);
    timers.add(timer);
  };
  const note = (changed: Iterable<string>) => {
    for (const place of changed) places.add(place);
    wake();
  };
  const notices = createNotices({ root, changed: note, polls: (reason) => tell({ event: "polling", reason }) });
  signal.addEventListener("abort", wake, { once: true });

  let [due, isGone, misfits] = [true, false, 0];
  const round = async () => {
    const looked = places;
    places = new Set();
    if (!tree.exists()) {
      // Not the end of its tasks: a drive may be away, and a branch be switched.
      if (!isGone) tell({ event: "gone" });
      isGone = true;
      places.add("");
      return later(goneMs);
    }
    if (isGone) {
      isGone = false;
      notices.reset();
      looked.add("");
      tell({ event: "returned" });
    }
    const parts = tellParts(pusher);
    due = (await tree.look(looked, parts.onPart)) || due;
    await parts.done();
    notices.follow(tree.folders);
    const { waiting, settled } = tree.forgetGone();
    if (waiting) later(graceMs);
    due = settled || due;
    if (!due) return;
    await pusher.push();
    [due, misfits] = [false, 0];
    link.heard();
  };

  const keepTold = async () => {
    note([""]);
    while (!signal.aborted) {
      await kick.promise;
      if (signal.aborted) return;
      kick = Promise.withResolvers();
      try {
        await round();
      } catch (error) {
        if (signal.aborted) return;
        if (isOutOfStep(error) && (misfits += 1) < mostMisfits) pusher.startOver();
        else await link.lost(error, signal);
        wake();
      }
    }
  };

  const startOver = () => {
    pusher.startOver();
    due = true;
    wake();
  };
  const edits = serveEdits({ root, pusher, link, tell, signal, startOver, isGone: () => isGone, look: (paths) => tree.look(paths) });
  try {
    // What ends one of them ends both.
    await Promise.race([keepTold(), edits]);
  } finally {
    notices.stop();
    for (const timer of timers) clearTimeout(timer);
    if (!isGone) await pusher.leave();
  }
};

/** Tells everything once, and says so; the lanes are not followed. */
export const followOnce = async (following: Following): Promise<void> => {
  const tree = createTree(following.root);
  const pusher = createPusher({ ...following, tree });
  const parts = tellParts(pusher);
  await tree.look([""], parts.onPart);
  await parts.done();
  for (;;) {
    try {
      await pusher.push();
      break;
    } catch (error) {
      if (!isOutOfStep(error)) throw error;
      pusher.startOver();
    }
  }
  await pusher.leave();
};
