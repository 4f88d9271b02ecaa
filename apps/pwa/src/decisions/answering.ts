import { ToastEvent } from "@beckon/ui/ui-toast";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { words } from "../platform/words.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import type { DecisionAnsweredEvent, DecisionSnoozedEvent, RefusalDismissedEvent } from "./decision-events.ts";
import { answerWord } from "./decision-words.ts";
import type { DecisionsStore } from "./decisions.store.ts";
import { shownWords } from "./shown-text.ts";
import { formatMoment } from "@beckon/ui/duration";

type Host = ReactiveControllerHost & HTMLElement;
type Stores = { decisions: () => DecisionsStore; passkeys: () => PasskeysStore };

/**
 * Carries answers from the cards of a page to the stores: asks for the passkey where it is
 * needed, says what went wrong beside the card, and says when the server has accepted.
 */
export class Answering implements ReactiveController {
  readonly #host: Host;
  readonly #stores: Stores;
  /** The request whose passkey is being asked for. */
  busy: string | undefined;
  readonly #problems = new Map<string, string>();
  readonly #sent = new Set<string>();

  constructor(host: Host, stores: Stores) {
    this.#host = host;
    this.#stores = stores;
    host.addController(this);
    host.addEventListener("decision-answered", (event) => void this.#answer(event));
    host.addEventListener("decision-snoozed", (event) => void this.#snooze(event));
    host.addEventListener("refusal-dismissed", (event: RefusalDismissedEvent) => void stores.decisions().dismissRefused(event.requestId));
  }

  /** Why the last try to answer did not get as far as the outbox. */
  problemOf(requestId: string): string {
    return this.#problems.get(requestId) ?? "";
  }

  /** An answer that left the outbox was either accepted, which is said here, or refused, which its card says. */
  hostUpdated(): void {
    const decisions = this.#stores.decisions();
    for (const id of this.#sent) {
      if (decisions.state.outbox.has(id)) continue;
      const request = decisions.find(id);
      if (request === undefined || request.status === "pending") continue;
      this.#sent.delete(id);
      if (request.decision) this.#say(`${answerWord(request, request.decision)}: ${shownWords(request.title)}`, `/decisions/${id}`);
    }
  }

  async #answer({ requestIds, input, stepUp }: DecisionAnsweredEvent): Promise<void> {
    const [first] = requestIds;
    if (first === undefined || this.busy !== undefined) return;
    this.#problems.delete(first);
    try {
      if (stepUp) {
        this.#become(first);
        await this.#stores.passkeys().stepUp(first);
      }
      const decisions = this.#stores.decisions();
      // A refused try before this one is settled by giving the answer again.
      for (const id of requestIds) if (decisions.state.outbox.get(id)?.progress === "refused") await decisions.dismissRefused(id);
      for (const id of requestIds) this.#sent.add(id);
      await decisions.answerAll(requestIds, input);
    } catch (error) {
      this.#problems.set(first, words(error));
    }
    this.#become(undefined);
  }

  async #snooze({ requestIds, until }: DecisionSnoozedEvent): Promise<void> {
    try {
      for (const id of requestIds) await this.#stores.decisions().snooze(id, until);
      this.#say(`You are asked again ${until.toDateString() === new Date().toDateString() ? "at " : ""}${formatMoment(until)}`);
    } catch (error) {
      const [first] = requestIds;
      if (first !== undefined) this.#problems.set(first, words(error));
      this.#host.requestUpdate();
    }
  }

  #become(busy: string | undefined): void {
    this.busy = busy;
    this.#host.requestUpdate();
  }

  #say(text: string, href?: string): void {
    this.#host.dispatchEvent(new ToastEvent({ text, icon: "check", ...(href && { href, link: "See" }) }));
  }
}
