import type { FileTask } from "@beckon/contracts/work-directories";
import { findField, isNothing, type Field, type PlainMap } from "./keys.ts";
import { asInstant } from "./instants.ts";
import { asName, asNames, asPercent, asSeconds, asText, clip } from "./values.ts";
import { laneOf } from "@beckon/contracts/work-lanes";
import { priorityOf, statusOf } from "./words.ts";

/**
 * One task of a file. The folder says the state; where the file says another that does not go with the folder, it is
 * given as it is spelled. What cannot be used (a date that is none) is named in `unread`, and the task is read all the same.
 */
export const readTask = (map: PlainMap, at: { document: number; lane: string; fallbackTitle: string }): FileTask => {
  const unread: string[] = [];
  const given = (field: Field) => findField(map, field)?.value;
  const used = <T>(field: Field, read: (value: unknown) => T | undefined, what: string): T | undefined => {
    const found = findField(map, field);
    if (!found) return undefined;
    const value = read(found.value);
    if (value === undefined && unread.length < 20)
      unread.push(clip(`${found.path.join(".")}: "${clip(asName(found.value), 80)}" is no ${what}`, 200));
    return value;
  };
  const text = (field: Field, max: number) => clip(asText(given(field)), max);
  const name = (field: Field, max: number) => clip(asName(given(field)), max);
  const names = (field: Field, most: number, max: number) =>
    asNames(given(field))
      .slice(0, most)
      .map((each) => clip(each, max));

  const body = text("body", 20_000);
  const title = name("title", 300) || firstLineOf(body) || name("key", 200) || at.fallbackTitle;
  const seconds =
    used("seconds", asSeconds, "duration") ??
    used("milliseconds", (value) => asSeconds(value, 0.001), "duration") ??
    used("minutes", (value) => asSeconds(value, 60), "duration") ??
    used("hours", (value) => asSeconds(value, 3_600), "duration");
  const instant = (field: Field) => used(field, (value) => (isFlag(value) ? "" : asInstant(value)), "date");
  return kept({
    document: at.document,
    key: name("key", 200),
    title,
    body,
    ...stateOf(map, at.lane, unread),
    priority: used("priority", (value) => priorityOf(asName(value)), "priority"),
    progress: used("progress", asPercent, "percentage"),
    agent: name("agent", 120),
    role: name("role", 60),
    model: name("model", 200),
    project: name("project", 200),
    labels: names("labels", 20, 60),
    dependencies: names("dependencies", 100, 200),
    result: text("result", 20_000),
    error: text("error", 4_000),
    createdAt: instant("createdAt"),
    startedAt: instant("startedAt"),
    endedAt: instant("endedAt"),
    reportedSeconds: seconds,
    unread,
  });
};

/** The state by the folder, and the file's own word where the two contradict. */
const stateOf = (map: PlainMap, folder: string, unread: string[]): Pick<FileTask, "status"> & { contradiction?: string } => {
  const word = asName(findField(map, "status")?.value);
  const said = statusOf(word);
  const lane = laneOf(folder);
  if (lane && said && lane.agree.includes(said)) return { status: said };
  if (lane?.status) return { status: lane.status, ...(word === "" ? {} : { contradiction: clip(word, 60) }) };
  if (said) return { status: said, ...(lane ? { contradiction: clip(word, 60) } : {}) };
  if (word !== "") unread.push(clip(`status: "${clip(word, 80)}" is no state`, 200));
  return { status: lane ? "completed" : "pending" };
};

/** `completed: true` is no date, and no mistake either. */
const isFlag = (value: unknown) => /^(true|false|yes|no)$/i.test(asName(value));

const firstLineOf = (text: string) =>
  clip(
    text
      .split("\n")
      .map((line) => line.replace(/^[\s#>*-]+/, "").trim())
      .find((line) => line !== "") ?? "",
    300,
  );

/** Without what is empty, so that only what was said is sent. */
const kept = (task: { [K in keyof FileTask]: FileTask[K] | undefined }): FileTask =>
  Object.fromEntries(
    Object.entries(task).filter(
      ([key, value]) => !(value === undefined || (key !== "title" && value === "") || (Array.isArray(value) && value.length === 0)),
    ),
  ) as FileTask;

export const isTaskLike = (map: PlainMap): boolean =>
  (["title", "body", "status", "key"] as const).some((field) => !isNothing(findField(map, field)?.value));
