import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { teamsApi } from "./teams.api.ts";
import { TeamsStore } from "./teams.store.ts";

/** Teams, and whether waiting tasks are handed out. */
export const teamsContext = createContext<TeamsStore>(Symbol("teams"));
storeLater(teamsContext, ({ replica, request }) => new TeamsStore({ replica, api: teamsApi(request) }));
