import type { WorkFilesInput } from "@beckon/contracts/work-directories";
import { topLane } from "@beckon/contracts/work-lanes";
import { batches, difference } from "./batches.ts";
import type { Following } from "./follow.ts";
import { laneNameOf } from "./lane-path.ts";
import { readEntry } from "./read-entry.ts";
import { openDirectory, type OpenDirectory } from "./server.ts";
import type { Tree } from "./tree.ts";

const leaveMs = 2_000;
const mostFolders = 200;

export type Pusher = ReturnType<typeof createPusher>;

/** Brings the server to what the tree holds: what it has is asked once, and after that only differences are sent. */
export const createPusher = ({ client, tree, input, tell, signal }: Omit<Following, "root"> & { tree: Tree }) => {
  let open: OpenDirectory | undefined;
  let toldFolders = "";
  /** The server has to be compared with all that is here. */
  let everything = true;
  let isFollowed = false;
  const toldProblems = new Map<string, string>();
  let tellings = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: a telling names the revision that the one before brought. */
  const serially = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run, run);
    last = mine.catch(() => undefined);
    return mine;
  };

  const sayProblems = (among: Iterable<string>) => {
    for (const path of among) {
      const problem = tree.entries.get(path)?.problem;
      if (problem !== undefined && toldProblems.get(path) !== problem) tell({ event: "problem", path, problem });
      if (problem === undefined) toldProblems.delete(path);
      else toldProblems.set(path, problem);
    }
  };

  /** All that is to be told; or, while a look goes on, of what was read so far only what needs nothing else to be known. */
  const push = async ({ part }: { part: boolean }) => {
    if (open === undefined) [toldFolders, everything, isFollowed] = ["", true, false];
    const directory = (open ??= await openDirectory(client, input, signal));
    const fresh = tree.takeFresh();
    const moves = part ? [] : tree.takeMoves();
    const touched = part ? [] : tree.takeTouched();
    const among = part ? [...fresh.keys()].filter((path) => !tree.isMoving(path)) : everything ? undefined : touched;
    sayProblems(among ?? new Set([...tree.entries.keys(), ...toldProblems.keys()]));
    try {
      const read = (path: string) => {
        const file = fresh.get(path) ?? readEntry(tree.root, path)?.file;
        // Changed since it was looked at: it is looked at again.
        if (file?.hash !== tree.entries.get(path)?.hash) tree.putBackTouched([path]);
        return file;
      };
      const counts = await send(
        directory,
        batches(difference({ here: tree.entries, there: directory.files, moves, spared: tree.isMissing, among }), read),
      );
      if (counts.changed + counts.moved + counts.removed > 0) tell({ event: "told", ...counts });
    } catch (error) {
      tree.putBackMoves(moves);
      tree.putBackTouched(touched);
      throw error;
    }
    if (part) return;
    everything = false;
    if (!isFollowed) tell({ event: "following", directory: directory.id, files: directory.files.size, unreadable: toldProblems.size });
    isFollowed = true;
  };

  const send = async (directory: OpenDirectory, told: ReturnType<typeof batches>) => {
    const counts = { changed: 0, moved: 0, removed: 0 };
    const folders = foldersOf(tree.folders);
    const toldNow = folders.join("\n");
    const tellBatch = async (batch: Partial<WorkFilesInput>) => {
      await directory.tell({ ...batch, ...(toldFolders === toldNow ? {} : { folders }) });
      toldFolders = toldNow;
      tellings += 1;
    };
    for (const batch of told) {
      await tellBatch(batch);
      for (const path of [...batch.removed, ...batch.moved.map(({ from }) => from)]) directory.files.delete(path);
      for (const { path, hash } of batch.files) directory.files.set(path, hash);
      counts.changed += batch.files.length;
      counts.moved += batch.moved.length;
      counts.removed += batch.removed.length;
    }
    if (toldFolders !== toldNow) await tellBatch({});
    return counts;
  };

  return {
    push: () => serially(() => push({ part: false })),
    /** What was read so far, while a look goes on. */
    pushPart: () => serially(() => push({ part: true })),
    serially,
    /** The open directory, once there is one. */
    current: () => open,
    /** How often something was told; it tells whether an answer is older than that. */
    tellings: () => tellings,
    /** What the server has is asked again with the next push. */
    startOver: () => void (open = undefined),
    /** Says goodbye, if there is anybody to say it to. */
    leave: () =>
      serially(async () => {
        await open?.tell({ leaving: true }, { signal: AbortSignal.timeout(leaveMs), timeoutMs: leaveMs }).catch(() => undefined);
      }),
  };
};

/** The folders that are lanes, the empty ones too. */
const foldersOf = (folders: ReadonlySet<string>): string[] =>
  [...new Set([...folders].filter((folder) => folder !== "").map((folder) => laneNameOf(`${folder}/x`)))]
    .filter((lane) => lane !== topLane && lane.length <= 120)
    .sort()
    .slice(0, mostFolders);
