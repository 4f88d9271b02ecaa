import { readFirstScreen } from "./first-screen.ts";
import { openReplica } from "./replica.ts";
import { applyTheme } from "./theme.ts";

// Imported before anything else: opening the database takes longer than drawing the screen, so
// it runs while the components are still being evaluated.
applyTheme();

export const replica = openReplica();
export const firstRead = readFirstScreen(replica).catch(() => undefined);
