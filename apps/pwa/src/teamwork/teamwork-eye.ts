import { formatMoment } from "@beckon/ui/duration";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { type EyeHost, PageEye, stampWords } from "../platform/page-eye.ts";
import { navigate } from "../shell/router.ts";
import { addressOf, rangeWords, readLook, type TeamworkLook } from "./teamwork-look.ts";
import type { Part, TeamworkStore } from "./teamwork.store.ts";
import type { PlaceWantedEvent, TeamworkLookEvent } from "./teamwork-events.ts";

type Page = {
  path: Parameters<typeof addressOf>[0];
  parts: readonly Part[];
  teamwork: () => TeamworkStore;
  connection: () => ConnectionStore;
};

/** How a page of teamwork looks, and where its drawings lead. */
export class TeamworkEye extends PageEye<TeamworkLook> {
  constructor(host: EyeHost, { path, parts, teamwork, connection }: Page) {
    super(host, {
      look: readLook(location.search),
      address: (look) => addressOf(path, look),
      show: (look) => teamwork().show(look, parts),
      store: teamwork,
      connection,
    });
    host.addEventListener("teamwork-look", (event: TeamworkLookEvent) => this.turn(event.look));
    host.addEventListener("place-wanted", (event: PlaceWantedEvent) => navigate(event.href));
  }

  /** For pictures of charts. */
  stamp(asOf: string | undefined): string {
    const { role, type, task, agent } = this.look;
    const only = [agent && "one agent", role, type, task && "one task"];
    return stampWords(rangeWords(this.look, formatMoment), only, asOf && formatMoment(asOf));
  }
}
