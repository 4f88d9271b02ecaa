import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { WorkStore } from "./work.store.ts";

/** Tasks, workflow runs and work directories. */
export const workContext = createContext<WorkStore>(Symbol("work"));
storeLater(workContext, (parts) => new WorkStore(parts));
