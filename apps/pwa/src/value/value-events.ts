import type { ValueLook } from "./value-look.ts";

/** Value is to be looked at in another way. */
export class ValueLookEvent extends Event {
  readonly look: Partial<ValueLook>;
  constructor(look: Partial<ValueLook>) {
    super("value-look", { bubbles: true, composed: true });
    this.look = look;
  }
}

/** A figure is to be opened: its name, as `figureOf` knows it. */
export class FigureWantedEvent extends Event {
  readonly figure: string;
  constructor(figure: string) {
    super("figure-wanted", { bubbles: true, composed: true });
    this.figure = figure;
  }
}

/** For links to a figure's own address: a plain click opens it in place. */
export const wantFigure = (figure: string) => (event: MouseEvent) => {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  event.currentTarget?.dispatchEvent(new FigureWantedEvent(figure));
};

declare global {
  interface HTMLElementEventMap {
    "value-look": ValueLookEvent;
    "figure-wanted": FigureWantedEvent;
  }
}
