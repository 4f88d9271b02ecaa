import type { Task } from "@beckon/contracts/tasks";
import { ToastEvent } from "@beckon/ui/ui-toast";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { words } from "../platform/words.ts";
import { navigate } from "../shell/router.ts";
import { changeWords } from "./change-words.ts";
import { priorityLooks, statusLooks } from "./task-words.ts";
import type { TaskActedEvent } from "./work-events.ts";
import type { WorkStore } from "./work.store.ts";

type Host = ReactiveControllerHost & HTMLElement;

/** Carries what people do with tasks from the elements of a page to the store, and says what came of it. */
export class TaskActing implements ReactiveController {
  readonly #host: Host;
  readonly #store: () => WorkStore;
  /** Changes of this page that are on their way, by task. */
  readonly #sent = new Map<string, Task>();

  constructor(host: Host, store: () => WorkStore) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
    host.addEventListener("task-acted", (event) => void this.#act(event));
  }

  /** A change that left the queue was taken or refused: either is said. */
  hostUpdated(): void {
    const { changes, tasks } = this.#store().state;
    for (const [id, before] of this.#sent) {
      const change = changes.get(id);
      if (change && !change.refused) continue;
      this.#sent.delete(id);
      if (change) {
        this.say(`${title(before)}: ${changeWords(change)}`, undefined, "alert");
        continue;
      }
      const now = tasks.find((task) => task.id === id);
      if (now && now.status !== before.status) this.say(`${title(now)}: ${statusLooks[now.status].word}`);
    }
  }

  say(text: string, href?: string, icon: "check" | "alert" = "check"): void {
    this.#host.dispatchEvent(new ToastEvent({ text, icon, ...(href && { href, link: "See" }) }));
  }

  /** Runs what needs the server; a failure is said in words. Answers whether it worked. */
  async run(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.say(words(error), undefined, "alert");
      return false;
    }
  }

  async #act({ task, act }: TaskActedEvent): Promise<void> {
    const store = this.#store();
    if (act.kind === "dismiss") return store.dismiss(task.id);
    if (act.kind === "move" || act.kind === "change") {
      this.#sent.set(task.id, task);
      const patch =
        act.kind === "change" ? act.patch : { status: act.to, ...(act.blockedBy !== undefined && { blockedBy: act.blockedBy }) };
      await this.run(() => store.change(task, patch));
      return;
    }
    if (act.kind === "boost") {
      await this.run(async () => {
        const boosted = await store.boost(task.id);
        this.say(`${title(boosted)}: priority is ${priorityLooks[boosted.priority].word.toLowerCase()}`);
      });
      return;
    }
    await this.run(async () => {
      const again = await store.retry(task.id);
      this.say(`${title(again)}: attempt ${again.attempt}`);
      navigate(`/work/tasks/${again.id}`);
    });
  }
}

const title = (task: Task) => shownWords(short(task.title, 60));
