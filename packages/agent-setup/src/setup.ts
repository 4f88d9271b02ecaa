import type { Connection } from "./connection.ts";
import type { Place, SettingsFile } from "./types.ts";

/** How one kind of agent is connected, and what can be expected of it. */
export type AgentSetup = {
  id: string;
  /** As people write it. */
  name: string;
  /** Programs that show that it is installed. */
  programs: string[];
  /** Its own folder, which shows the same. */
  home: Place;
  files(connection: Connection): SettingsFile[];
  /** Commands or lines for a shell, where there is no settings file or besides it. */
  shell?(connection: Connection): string;
  /** The settings call `beckon` on that machine. */
  needsBeckon: boolean;
  /** What it can do through Beckon. */
  can: string[];
  /** What it cannot, and why. */
  cannot: string[];
  /** What is to be done after the settings are written. */
  next: string[];
  /** What to look at when nothing arrives. */
  checks: string[];
};
