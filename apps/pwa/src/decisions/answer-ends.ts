// What became of an answer. Nothing of it is on the first screen of an inbox that waits, so it is read right after.
import "./decision-progress.ts";
import "./decision-refusal.ts";
