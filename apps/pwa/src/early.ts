import { beginView, firstOf } from "./platform/early-view.ts";
import { readFirstScreen } from "./platform/first-screen.ts";
import { openReplica } from "./platform/replica.ts";
import { applyTheme } from "./platform/theme.ts";
import { loadPage, matchRoute } from "./shell/routes.ts";

// Imported before anything else. Opening the database and fetching the page's code take longer
// than evaluating the components, so both run meanwhile.
applyTheme();

export const replica = openReplica();
export const firstRead = readFirstScreen(replica).catch(() => undefined);

/** A shared report stands alone: nothing of the app begins, nothing but that report is asked for. */
export const isShared = location.pathname === "/r";

if (location.pathname === "/work") beginView(replica, firstOf(location.pathname + location.search));

// A browser that was here before shows this very page; a new one goes to pair first.
if (navigator.serviceWorker?.controller && !isShared) void loadPage(matchRoute(location.pathname).route).catch(() => undefined);
