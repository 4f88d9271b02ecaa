import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { teamworkApi } from "./teamwork.api.ts";
import { TeamworkStore } from "./teamwork.store.ts";

/** How well agents work together. */
export const teamworkContext = createContext<TeamworkStore>(Symbol("teamwork"));
storeLater(teamworkContext, ({ replica, request }) => new TeamworkStore({ replica, api: teamworkApi(request) }));
