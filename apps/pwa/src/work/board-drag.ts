import type { Task } from "@beckon/contracts/tasks";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { TaskCard } from "./task-card.ts";

type Host = ReactiveControllerHost & HTMLElement & { renderRoot: HTMLElement | DocumentFragment };
type Drag = { card: TaskCard; pointer: number; x: number; y: number; ghost?: HTMLElement };
/** Pixels before a press becomes a drag. */
const slack = 6;
/** Pixels from the edge of the board at which it moves along. */
const edge = 48;

/**
 * Cards are taken by mouse or pen and dropped on a lane. Fingers scroll; they, and keys, have the menu. The host
 * says which lanes would take the task, and shows which one is under the pointer.
 */
export class BoardDrag implements ReactiveController {
  /** What is being dragged, and over which lane. */
  task: Task | undefined;
  over: string | undefined;
  readonly #host: Host;
  readonly #drop: (task: Task, lane: string) => void;
  readonly #mayTake: (task: Task) => boolean;
  #drag: Drag | undefined;
  #stop: AbortController | undefined;

  constructor(host: Host, options: { mayTake: (task: Task) => boolean; drop: (task: Task, lane: string) => void }) {
    this.#host = host;
    this.#mayTake = options.mayTake;
    this.#drop = options.drop;
    host.addController(this);
    host.addEventListener("pointerdown", (event) => this.#press(event));
  }

  hostDisconnected(): void {
    this.#end();
  }

  #press(event: PointerEvent): void {
    if (event.pointerType === "touch" || event.button !== 0 || this.#drag) return;
    const card = event.composedPath().find((node): node is TaskCard => node instanceof HTMLElement && node.localName === "task-card");
    if (!card || card.picking || !this.#mayTake(card.task)) return;
    this.#drag = { card, pointer: event.pointerId, x: event.clientX, y: event.clientY };
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    addEventListener("pointermove", (moved) => this.#move(moved), { signal });
    addEventListener("pointerup", (up) => this.#release(up), { signal });
    addEventListener("pointercancel", () => this.#end(), { signal });
    addEventListener("keydown", (key) => key.key === "Escape" && this.#end(), { signal, capture: true });
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < slack) return;
    event.preventDefault();
    drag.ghost ??= this.#lift(drag.card);
    drag.ghost.style.transform = `translate(${event.clientX - drag.x}px, ${event.clientY - drag.y}px) rotate(1.2deg)`;
    this.#scrollAlong(event.clientX);
    const over = this.#laneAt(event);
    if (over === this.over) return;
    this.over = over;
    this.#host.requestUpdate();
  }

  #lift(card: TaskCard): HTMLElement {
    const ghost = card.cloneNode() as TaskCard;
    Object.assign(ghost, { task: card.task, inLane: card.inLane, now: card.now });
    const { left, top, width } = card.getBoundingClientRect();
    Object.assign(ghost.style, {
      position: "fixed",
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      zIndex: "20",
      pointerEvents: "none",
    });
    ghost.setAttribute("aria-hidden", "true");
    this.#host.renderRoot.append(ghost);
    card.toggleAttribute("dragged", true);
    this.task = card.task;
    this.#host.requestUpdate();
    return ghost;
  }

  #scrollAlong(x: number): void {
    const board = this.#host.renderRoot.querySelector<HTMLElement>(".lanes");
    if (!board) return;
    const { left, right } = board.getBoundingClientRect();
    if (x < left + edge) board.scrollLeft -= 14;
    if (x > right - edge) board.scrollLeft += 14;
  }

  #laneAt({ clientX, clientY }: PointerEvent): string | undefined {
    const lanes = this.#host.renderRoot.querySelectorAll<HTMLElement>("[data-lane]");
    return [...lanes].find((lane) => {
      const { left, right, top, bottom } = lane.getBoundingClientRect();
      return clientX >= left && clientX < right && clientY >= top && clientY < bottom;
    })?.dataset.lane;
  }

  #release(event: PointerEvent): void {
    const { task, over } = this;
    const dragged = this.#drag?.ghost !== undefined;
    this.#end();
    if (!dragged) return;
    // The click that ends a drag opens nothing.
    addEventListener("click", stopClick, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stopClick, { capture: true }));
    event.preventDefault();
    if (task && over !== undefined) this.#drop(task, over);
  }

  #end(): void {
    this.#stop?.abort();
    this.#drag?.ghost?.remove();
    this.#drag?.card.toggleAttribute("dragged", false);
    this.#drag = undefined;
    if (this.task === undefined) return;
    this.task = undefined;
    this.over = undefined;
    this.#host.requestUpdate();
  }
}

function stopClick(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
