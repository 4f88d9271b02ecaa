/** What a watcher says while it runs; one line of JSON each with `--json`. */
export type WatchEvent =
  | { event: "following"; directory: string; files: number; unreadable: number }
  | { event: "told"; changed: number; moved: number; removed: number }
  | { event: "problem"; path: string; problem: string }
  | { event: "edit"; path: string; status: "written" | "refused"; message?: string }
  | { event: "away"; message: string }
  | { event: "back" }
  | { event: "polling"; reason: string }
  | { event: "gone" }
  | { event: "returned" };
export type Tell = (event: WatchEvent) => void;
