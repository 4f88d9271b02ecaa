import { formatMoment } from "@beckon/ui/duration";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { type EyeHost, PageEye, stampWords } from "../platform/page-eye.ts";
import type { FigureWantedEvent, ValueLookEvent } from "./value-events.ts";
import { addressOf, rangeWords, readLook, type ValueLook } from "./value-look.ts";
import type { Part, ValueStore } from "./value.store.ts";

type Page = {
  path: Parameters<typeof addressOf>[0];
  parts: readonly Part[];
  value: () => ValueStore;
  connection: () => ConnectionStore;
};

/** How a page of value looks: other figures are asked for when the look changes, but not when one of them is opened. */
export class ValueEye extends PageEye<ValueLook> {
  constructor(host: EyeHost, { path, parts, value, connection }: Page) {
    super(host, {
      look: readLook(location.search),
      address: (look) => addressOf(path, look),
      show: (look) => value().show(look, parts),
      store: value,
      connection,
      quiet: ["figure"],
    });
    host.addEventListener("value-look", (event: ValueLookEvent) => this.turn(event.look));
    host.addEventListener("figure-wanted", (event: FigureWantedEvent) => this.turn({ figure: event.figure }));
    host.addEventListener("dialog-closed", () => this.look.figure !== undefined && this.turn({ figure: undefined }));
  }

  /** For pictures of charts. */
  stamp(asOf: string | undefined): string {
    const { role, team, model, project, taskType, task, agent } = this.look;
    const only = [agent && "one agent", role, team && "one team", model, project, taskType, task && "one task"];
    return stampWords(rangeWords(this.look, formatMoment), only, asOf && formatMoment(asOf));
  }
}
