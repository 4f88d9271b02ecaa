import type { Recovery, RecoveryPreview } from "@beckon/contracts/recovery";
import { recoveryStepUp, type RecoveryAction } from "@beckon/contracts/recovery-words";
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { ApiProblem } from "../platform/api-client.ts";
import { words } from "../platform/words.ts";
import type { PasskeysStore } from "../settings/passkeys.store.ts";
import type { RecoveryStore } from "./recovery.store.ts";

type Host = ReactiveControllerHost & HTMLElement;
type Stores = {
  recovery: () => RecoveryStore;
  passkeys: () => PasskeysStore;
  /** The person has a passkey. */
  enrolled: () => boolean;
  /** Why nothing can be asked for now. */
  why: () => string;
};

/** The one sheet of a page: looks at what an action would touch, asks for the passkey, presses, and says what went wrong. */
export class Recovering implements ReactiveController {
  readonly #host: Host;
  readonly #stores: Stores;
  #wanted: RecoveryAction | Recovery | undefined;
  #preview: RecoveryPreview | undefined;
  #busy = false;
  #taken = false;
  #problem = "";

  constructor(host: Host, stores: Stores) {
    this.#host = host;
    this.#stores = stores;
    host.addController(this);
    host.addEventListener("recovery-wanted", ({ wanted }) => void this.#open(wanted));
  }

  hostConnected(): void {
    void this.#stores.recovery().load();
  }

  /** The question that is open, if one is; to stand in the page. */
  render() {
    if (this.#wanted === undefined) return nothing;
    return html`<recovery-sheet
      .wanted=${this.#wanted}
      .preview=${this.#preview}
      ?busy=${this.#busy}
      ?done=${this.#taken}
      ?passkey=${this.#stores.enrolled()}
      problem=${this.#problem}
      why=${this.#stores.why()}
      @recovery-confirmed=${({ reason }: { reason: string }) => void this.#confirmed(reason)}
      @dialog-closed=${() => this.#become({ wanted: undefined })}
    ></recovery-sheet>`;
  }

  async #open(wanted: RecoveryAction | Recovery): Promise<void> {
    void import("./recovery-sheet.ts");
    this.#become({ wanted });
    if (typeof wanted !== "string" || wanted === "maintenance") return;
    try {
      const preview = await this.#stores.recovery().preview(wanted);
      if (this.#wanted === wanted) this.#become({ wanted, preview });
    } catch (error) {
      if (this.#wanted === wanted) this.#become({ wanted, problem: words(error) });
    }
  }

  async #confirmed(reason: string): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined || this.#busy) return;
    const preview = this.#preview;
    this.#become({ wanted, preview, busy: true });
    try {
      if (this.#stores.enrolled()) await this.#stores.passkeys().stepUp(recoveryStepUp);
      await this.#send(wanted, { previewOf: preview?.hash, reason }).catch(async (error: unknown) => {
        // Enrolled meanwhile, on another device.
        if (!(error instanceof ApiProblem) || error.code !== "recovery.passkey_required") throw error;
        await this.#stores.passkeys().stepUp(recoveryStepUp);
        await this.#send(wanted, { previewOf: preview?.hash, reason });
      });
      // Closed as if by hand: the focus goes back to where it came from.
      if (this.#wanted === wanted) this.#become({ wanted, preview, taken: true });
    } catch (error) {
      if (this.#wanted !== wanted) return;
      this.#become({ wanted, preview: newer(error) ?? preview, problem: words(error) });
    }
  }

  #send(wanted: RecoveryAction | Recovery, { previewOf, reason }: { previewOf: string | undefined; reason: string }): Promise<unknown> {
    const store = this.#stores.recovery();
    if (typeof wanted !== "string") return store.resume(wanted.id);
    return store.press({ action: wanted, ...(previewOf && { previewOf }), ...(reason && { reason }) });
  }

  #become(next: {
    wanted: RecoveryAction | Recovery | undefined;
    preview?: RecoveryPreview | undefined;
    busy?: boolean;
    taken?: boolean;
    problem?: string;
  }): void {
    this.#wanted = next.wanted;
    this.#preview = next.preview;
    this.#busy = next.busy ?? false;
    this.#taken = next.taken ?? false;
    this.#problem = next.problem ?? "";
    this.#host.requestUpdate();
  }
}

/** What it would touch by now, where the server says that this has changed. */
const newer = (error: unknown): RecoveryPreview | undefined =>
  error instanceof ApiProblem && (error.code === "recovery.preview_changed" || error.code === "recovery.nothing_to_do")
    ? (error.body.preview as RecoveryPreview | undefined)
    : undefined;
