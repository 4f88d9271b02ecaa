import { ToastEvent } from "@beckon/ui/ui-toast";
import type { ReactiveControllerHost } from "lit";
import type { SessionState } from "../access/session.store.ts";
import { words } from "../platform/words.ts";
import type { PauseWantedEvent } from "./pause-control.ts";
import type { TeamworkStore } from "./teamwork.store.ts";

type Host = ReactiveControllerHost & HTMLElement;

/** Viewers look. */
export const mayPause = ({ session }: SessionState): boolean => session !== undefined && session.person.role !== "viewer";

/** Sends what a pause button asks for, and says why it did not work. */
export class Pausing {
  /** The runs for which it is on its way. */
  busy: ReadonlySet<string> = new Set();
  readonly #host: Host;

  constructor(host: Host, teamwork: () => TeamworkStore) {
    this.#host = host;
    host.addEventListener("pause-wanted", (event: PauseWantedEvent) => void this.#send(event, teamwork()));
  }

  async #send({ sessionId, wanted }: PauseWantedEvent, teamwork: TeamworkStore): Promise<void> {
    if (this.busy.has(sessionId)) return;
    this.#become(new Set([...this.busy, sessionId]));
    try {
      await teamwork.pause(sessionId, wanted);
    } catch (error) {
      this.#host.dispatchEvent(new ToastEvent({ text: words(error), icon: "alert" }));
    }
    this.#become(new Set([...this.busy].filter((id) => id !== sessionId)));
  }

  #become(busy: ReadonlySet<string>): void {
    this.busy = busy;
    this.#host.requestUpdate();
  }
}
