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
  let toldProblems = new Map<string, string>();
  let tellings = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: a telling names the revision that the one before brought. */
  const serially = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run, run);
    last = mine.catch(() => undefined);
    return mine;
  };

  const sayProblems = () => {
    const problems = new Map<string, string>();
    for (const [path, { problem }] of tree.entries) {
      if (problem === undefined) continue;
      problems.set(path, problem);
      if (toldProblems.get(path) !== problem) tell({ event: "problem", path, problem });
    }
    toldProblems = problems;
  };

  const push = async () => {
    const isFirst = open === undefined;
    const directory = (open ??= await openDirectory(client, input, signal));
    if (isFirst) toldFolders = "";
    sayProblems();
    const moves = tree.takeMoves();
    const counts = { changed: 0, moved: 0, removed: 0 };
    try {
      const told = difference({ here: tree.entries, there: directory.files, moves, spared: tree.isMissing });
      const folders = foldersOf(tree.folders);
      for (const batch of batches(told, (path) => readEntry(tree.root, path)?.file)) {
        await directory.tell({ ...batch, ...(toldFolders === folders.join("\n") ? {} : { folders }) });
        toldFolders = folders.join("\n");
        tellings += 1;
        for (const path of [...batch.removed, ...batch.moved.map(({ from }) => from)]) directory.files.delete(path);
        for (const { path, hash } of batch.files) directory.files.set(path, hash);
        counts.changed += batch.files.length;
        counts.moved += batch.moved.length;
        counts.removed += batch.removed.length;
      }
      if (toldFolders !== folders.join("\n")) {
        await directory.tell({ folders });
        toldFolders = folders.join("\n");
        tellings += 1;
      }
    } catch (error) {
      tree.putBackMoves(moves);
      throw error;
    }
    if (counts.changed + counts.moved + counts.removed > 0) tell({ event: "told", ...counts });
    if (isFirst) tell({ event: "following", directory: directory.id, files: directory.files.size, unreadable: toldProblems.size });
  };

  return {
    push: () => serially(push),
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
