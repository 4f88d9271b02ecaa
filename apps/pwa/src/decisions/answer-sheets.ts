// The sheets of an answer in one chunk: needed only when somebody edits, confirms or postpones.
import "./confirm-sheet.ts";
import "./edit-sheet.ts";
import "./snooze-sheet.ts";
