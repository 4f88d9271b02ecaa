import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What a key does; keys of a sequence are written with a space: "g n". */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const sequenceMs = 1_200;

/** Keys that work anywhere on the page while its host is there, but never while somebody writes. */
export class KeysController implements ReactiveController {
  readonly #keys: KeyMap;
  #before = "";
  #beforeAt = 0;

  constructor(host: ReactiveControllerHost, keys: KeyMap) {
    this.#keys = keys;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("keydown", this.#pressed);
  }

  hostDisconnected(): void {
    removeEventListener("keydown", this.#pressed);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isWriting(event) || isInDialog(event)) return;
    const sequence = event.timeStamp - this.#beforeAt < sequenceMs ? `${this.#before} ${event.key}` : "";
    const action = this.#keys[sequence] ?? (this.#startsSequence(event) ? undefined : this.#keys[event.key]);
    this.#before = event.key;
    this.#beforeAt = event.timeStamp;
    if (!action) return;
    this.#before = "";
    event.preventDefault();
    action(event);
  };

  /** The letter after `g` belongs to the sequence, whoever else listens for it. */
  #startsSequence(event: KeyboardEvent): boolean {
    return this.#before === "g" && event.timeStamp - this.#beforeAt < sequenceMs;
  }
}

function isWriting(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
}

const isInDialog = (event: KeyboardEvent) => event.composedPath().some((node) => node instanceof HTMLDialogElement);
