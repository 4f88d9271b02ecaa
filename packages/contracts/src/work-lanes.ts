import type { TaskStatus } from "./tasks.ts";

/* What the folders of a work directory mean, by their names: one definition for who reads the files and who shows them. */

type Meaning = { words: string[]; status?: TaskStatus; agree: readonly TaskStatus[] };

/** In the order of the work. What a folder means, and which words of a file agree with standing there. */
const lanes: Meaning[] = [
  {
    words: ["inbox", "todo", "pending", "backlog", "queue", "queued", "new", "open", "ready"],
    status: "pending",
    agree: ["pending", "blocked"],
  },
  { words: ["assigned", "claimed", "accepted"], status: "assigned", agree: ["assigned", "in_progress", "blocked"] },
  {
    words: ["inprogress", "active", "doing", "wip", "working", "running", "current"],
    status: "in_progress",
    agree: ["in_progress", "blocked"],
  },
  { words: ["review", "inreview", "testing", "qa", "verify"], status: "in_progress", agree: ["in_progress", "blocked"] },
  { words: ["blocked", "onhold", "waiting", "paused", "stuck"], status: "blocked", agree: ["blocked"] },
  {
    words: ["done", "completed", "complete", "finished", "closed"],
    status: "completed",
    agree: ["completed", "failed", "cancelled", "timed_out"],
  },
  { words: ["failed", "failure", "error", "errors", "rejected"], status: "failed", agree: ["failed", "timed_out", "cancelled"] },
  { words: ["cancelled", "canceled", "abandoned", "dropped"], status: "cancelled", agree: ["cancelled"] },
  { words: ["archive", "archived", "old", "history"], agree: ["completed", "failed", "cancelled", "timed_out"] },
];

export type WorkLane = Meaning & { order: number };

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** What a folder of this name is for; nothing for a name that says nothing of the work. */
export const laneOf = (folder: string): WorkLane | undefined => {
  const order = lanes.findIndex(({ words }) => words.includes(plain(folder)));
  const lane = lanes[order];
  return lane && { ...lane, order };
};

/** The lane of files that stand beside the folders. */
export const topLane = ".";

/** As the work goes through them; folders that say nothing of the work come after, by name, and what stands beside them last. */
export const laneOrder = (a: string, b: string): number => {
  const rank = (name: string) => (name === topLane ? lanes.length + 1 : (laneOf(name)?.order ?? lanes.length));
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
};
