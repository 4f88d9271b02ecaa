import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { memoryOf } from "../platform/list-store.ts";
import { githubApi } from "./github.api.ts";
import { GithubStore } from "./github.store.ts";

/** Webhooks of GitHub. */
export const githubContext = createContext<GithubStore>(Symbol("github"));
storeLater(githubContext, ({ replica, request }) => new GithubStore(githubApi(request), memoryOf(replica, "github")));
