export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One change of a settings file, known by what it says, so that the same source shows it, writes it and takes it back. */
export type Operation =
  /**
   * A key with its value. `own`: the key is Beckon's by its name, whatever it holds, or (with `path` and `text`)
   * where what stands at the path contains the text. `optional`: only where nothing stands.
   */
  | { kind: "set"; path: string[]; value: Json; own?: true | { path: string[]; text: string }; optional?: true }
  /** One more entry of a list, beside those of others. `mark`: how an entry of an earlier connect is known. */
  | { kind: "add"; path: string[]; value: Json; mark?: string }
  /** Lines of a text file. */
  | { kind: "text"; text: string };

export type GroupId = "telemetry" | "hooks" | "tools" | "gate" | "plugin";

/** Changes that only make sense together: where one meets something of the user's, none is made. */
export type EditGroup = {
  id: GroupId;
  /** What it brings, in words. */
  words: string;
  operations: Operation[];
  /** Keys whose mere presence means that the user sends these things elsewhere. */
  clashes?: string[][];
};

/** `json`: with or without comments · `toml` · `lines`: a marked block in a text file · `whole`: the file is ours. */
export type FileFormat = "json" | "toml" | "lines" | "whole";

/** Where a settings file lies; the first variable that is set goes before the folder. */
export type Place = { folder: string; name: string; overrides?: { variable: string; append?: string }[]; otherNames?: string[] };

/** A setting of the user that would keep the connection from working. */
export type Caution = { path: string[]; value: Json; words: string };

export type SettingsFile = {
  place: Place;
  format: FileFormat;
  /** A token is written into it: it becomes readable by its owner alone. */
  secret: boolean;
  groups: EditGroup[];
  cautions?: Caution[];
};

export type Conflict = { group: GroupId; what: string; why: string };

/** What was really written, for taking it back from a file that was changed since. */
export type Written = {
  operations: Operation[];
  /** Objects and lists that were not there before. */
  created: string[][];
  /** What stood in the place of a replaced value. */
  replaced: { path: string[]; value: Json }[];
};

export type Applied = { text: string; conflicts: Conflict[]; written: Written };

/** The file cannot be changed without risk; it is left as it is. */
export class SettingsError extends Error {
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, at: { line?: number; column?: number } = {}) {
    super(at.line === undefined ? message : `line ${at.line}, column ${at.column}: ${message}`);
    this.name = "SettingsError";
    this.line = at.line;
    this.column = at.column;
  }
}
