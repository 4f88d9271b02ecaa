import type { TeamworkLook } from "./teamwork-look.ts";

/** Teamwork is to be looked at in another way. */
export class TeamworkLookEvent extends Event {
  readonly look: Partial<TeamworkLook>;
  constructor(look: Partial<TeamworkLook>) {
    super("teamwork-look", { bubbles: true, composed: true });
    this.look = look;
  }
}

/** A place of the app is to be opened, by what is no link of the page. */
export class PlaceWantedEvent extends Event {
  readonly href: string;
  constructor(href: string) {
    super("place-wanted", { bubbles: true, composed: true });
    this.href = href;
  }
}

declare global {
  interface HTMLElementEventMap {
    "teamwork-look": TeamworkLookEvent;
    "place-wanted": PlaceWantedEvent;
  }
}
