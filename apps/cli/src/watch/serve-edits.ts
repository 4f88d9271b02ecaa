import { RefusedError } from "@beckon/agent-client";
import type { FileEdit } from "@beckon/contracts/work-directories";
import { createEditor } from "./apply-edit.ts";
import type { createLink } from "./link.ts";
import type { Pusher } from "./push.ts";
import { pause } from "./pause.ts";
import { isOutOfStep, type OpenDirectory } from "./server.ts";
import type { Tell } from "./events.ts";

type Serving = {
  root: string;
  pusher: Pusher;
  link: ReturnType<typeof createLink>;
  tell: Tell;
  signal: AbortSignal;
  startOver: () => void;
  isGone: () => boolean;
  look: (paths: string[]) => Promise<boolean>;
};

const idleMs = 100;

/** Waits for what people want changed, writes it, tells the files as they are now, and then what came of it. */
export const serveEdits = async (serving: Serving): Promise<void> => {
  const { root, pusher, link, tell, signal, startOver } = serving;
  const write = createEditor(root);

  const serve = async (directory: OpenDirectory, edit: FileEdit) => {
    const result = write(edit);
    await serving.look(result.touched);
    await pusher.push();
    const { status } = result;
    const outcome = { status, ...("message" in result ? { message: result.message.slice(0, 500) } : {}) };
    // Taken back meanwhile, or said before and the answer lost.
    await directory.endEdit(edit.id, outcome).catch((error: unknown) => {
      if (!(error instanceof RefusedError) || error.status !== 404) throw error;
    });
    tell({ event: "edit", path: edit.path, ...outcome });
  };

  while (!signal.aborted) {
    const directory = pusher.current();
    // A directory that is away has nobody who follows it: no sign of life either.
    if (!directory || serving.isGone()) {
      await pause(idleMs, signal);
      continue;
    }
    try {
      const before = pusher.tellings();
      const { revision, edits } = await directory.edits(signal);
      link.heard();
      if (pusher.current() !== directory) continue;
      // Another database, or another hand: nothing was told meanwhile, and yet it knows another revision.
      if (pusher.tellings() === before && revision !== directory.revision()) startOver();
      for (const edit of edits) await serve(directory, edit);
    } catch (error) {
      if (signal.aborted) return;
      if (isOutOfStep(error)) startOver();
      else await link.lost(error, signal);
      await pause(idleMs, signal);
    }
  }
};
