import type { Task } from "@beckon/contracts/tasks";
import type { WorkDirectory } from "@beckon/contracts/work-directories";
import { type WorkFigures, workFigures } from "./work-figures.ts";
import type { WorkLook } from "./work-look.ts";
import { type WorkView, workView } from "./work-view.ts";

type Seen = { tasks: readonly Task[]; directory: WorkDirectory | undefined; look: WorkLook; agents: readonly string[]; now: number };
/** `now`: the moment that it is of; `total`: all tasks of this device. */
export type WorkSeen = { now: number; total: number; view: WorkView; figures: WorkFigures };
/** What time alone changes, the oldest's age and what falls out of the range, is looked at this often. */
const everyMs = 30_000;

/** Sorts five thousand tasks once, not with every frame: again when they, the look, or the time of day differ. */
export class WorkEye {
  #seen: Seen | undefined;
  #last: WorkSeen | undefined;

  see(seen: Seen): WorkSeen {
    if (this.#last && this.#seen && isSame(seen, this.#seen)) return this.#last;
    this.#seen = seen;
    this.#last = {
      now: seen.now,
      total: seen.tasks.length,
      view: workView(seen, seen.look, seen.now),
      figures: workFigures(seen.tasks, seen.look, { now: seen.now, agents: seen.agents }),
    };
    return this.#last;
  }
}

const isSame = (a: Seen, b: Seen) =>
  a.tasks === b.tasks &&
  a.directory === b.directory &&
  a.look === b.look &&
  Math.abs(a.now - b.now) < everyMs &&
  a.agents.length === b.agents.length &&
  a.agents.every((name, index) => name === b.agents[index]);
