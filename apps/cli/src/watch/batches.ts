import type { FileTask, WorkFile, WorkFilesInput } from "@beckon/contracts/work-directories";

/** The server takes 1 MiB; escapes and the frame need some of it. */
const mostBytes = 900_000;
const mostFiles = 200;
const mostPaths = 500;

export type Difference = Pick<WorkFilesInput, "moved" | "removed"> & { changed: string[] };

/**
 * What the server has to hear: paths here and there by hash, and what is known to have moved. `spared` are left as they
 * are; `among` are the only places where there may be a difference, so that one change costs the same beside ten thousand files.
 */
export const difference = (of: {
  among?: Iterable<string> | undefined;
  here: ReadonlyMap<string, { hash: string }>;
  there: ReadonlyMap<string, string>;
  moves: readonly { from: string; to: string }[];
  spared: (path: string) => boolean;
}): Difference => {
  const { here, there } = of;
  const isHere = (path: string) => (here.get(path)?.hash ?? "") !== "";
  const moved: Difference["moved"] = [];
  for (const { from, to } of of.moves) {
    // Moved twice since the server was told last: from the first place to the last.
    const earlier = moved.find((move) => move.to === from);
    if (earlier) earlier.to = to;
    else moved.push({ from, to });
  }
  const real = moved.filter(({ from, to }) => from !== to && there.has(from) && !there.has(to) && !isHere(from) && isHere(to));
  const left = new Set(real.map(({ from }) => from));
  const [removed, changed]: [string[], string[]] = [[], []];
  for (const path of of.among ?? new Set([...there.keys(), ...here.keys()])) {
    const hash = here.get(path)?.hash ?? "";
    if (hash !== "" && there.get(path) !== hash) changed.push(path);
    if (hash === "" && there.has(path) && !left.has(path) && !of.spared(path)) removed.push(path);
  }
  return { moved: real, removed, changed };
};

/** The tellings for a difference, each small enough; files are read when their turn comes, and may be gone by then. */
export const batches = function* (
  { moved, removed, changed }: Difference,
  read: (path: string) => WorkFile | undefined,
): Generator<Pick<WorkFilesInput, "moved" | "removed" | "files">> {
  // A file goes with its move, so that nobody sees it in the new place with the old words.
  const places = new Map(moved.map((move) => [move.to, move]));
  let batch = { moved: [] as Difference["moved"], removed: [] as string[], files: [] as WorkFile[] };
  let bytes = 0;
  const full = () => bytes >= mostBytes || batch.files.length >= mostFiles || batch.removed.length + batch.moved.length >= mostPaths;
  const next = () => {
    const done = batch;
    batch = { moved: [], removed: [], files: [] };
    bytes = 0;
    return done;
  };
  for (const path of removed) {
    batch.removed.push(path);
    if (full()) yield next();
  }
  for (const path of new Set([...places.keys(), ...changed])) {
    const file = read(path);
    const fitting = file && fit(file);
    const size = fitting ? sizeOf(fitting) : 0;
    if (bytes > 0 && bytes + size > mostBytes) yield next();
    const move = places.get(path);
    if (move) batch.moved.push(move);
    if (fitting) batch.files.push(fitting);
    bytes += size;
    if (full()) yield next();
  }
  if (batch.moved.length + batch.removed.length + batch.files.length > 0) yield next();
};

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** One file alone may be too much for one telling: then its longest texts are cut, and last its tasks. */
const fit = (file: WorkFile): WorkFile => {
  if (sizeOf(file) <= mostBytes) return file;
  const cut = { ...file, tasks: file.tasks.map((task) => shorter(task)) };
  if (sizeOf(cut) <= mostBytes) return cut;
  const bare = cut.tasks.slice(0, 200);
  return { ...file, tasks: bare, problem: `only the first ${bare.length} of its ${file.tasks.length} tasks fit into one telling` };
};
const shorter = (task: FileTask): FileTask => ({
  ...task,
  ...(task.body ? { body: cutTo(task.body) } : {}),
  ...(task.result ? { result: cutTo(task.result) } : {}),
  ...(task.dependencies ? { dependencies: task.dependencies.slice(0, 10) } : {}),
});
const cutTo = (text: string, max = 400) => (text.length > max ? `${text.slice(0, max - 1)}…`.toWellFormed() : text);
