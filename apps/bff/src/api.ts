/** What the app's typed client is made from; a type only. */
export type { Api } from "./app.ts";
