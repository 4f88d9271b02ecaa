/** Every spelling of a field that is met in task files, the likeliest first; compared without case, `_`, `-` and blanks. */
const spellings = {
  key: ["id", "taskid", "task_id", "uid", "key", "ref", "ticket", "issue", "number"],
  title: ["title", "name", "summary", "subject", "headline", "task", "goal"],
  body: ["description", "desc", "body", "details", "detail", "instructions", "prompt", "content", "text", "notes", "spec", "requirements"],
  status: ["status", "state", "phase", "taskstatus"],
  priority: ["priority", "prio", "urgency", "importance", "severity"],
  progress: ["progress", "percent", "percentage", "completion", "percentcomplete", "progresspercent"],
  agent: ["agent", "assignee", "assignedto", "assigned", "owner", "worker", "claimedby", "takenby", "executor"],
  role: ["role", "agentrole", "assignedrole"],
  model: ["model", "llm", "modelname"],
  project: ["project", "projectname", "repo", "repository", "workspace"],
  labels: ["labels", "label", "tags", "tag", "categories", "topics"],
  dependencies: ["dependencies", "dependency", "dependson", "deps", "blockedby", "requires", "needs", "after"],
  result: ["result", "results", "output", "outcome", "resolution", "answer", "deliverable", "completionsummary"],
  error: ["error", "errors", "errormessage", "failure", "failurereason", "exception"],
  createdAt: ["createdat", "created", "createdon", "createddate", "creationdate", "date", "timestamp", "opened", "openedat"],
  startedAt: ["startedat", "started", "starttime", "begun", "begunat"],
  endedAt: [
    "completedat",
    "completed",
    "endedat",
    "ended",
    "endtime",
    "finishedat",
    "finished",
    "doneat",
    "closedat",
    "failedat",
    "completedon",
  ],
  seconds: ["durationseconds", "duration", "elapsedseconds", "elapsed", "timespent", "took", "runtime", "executiontime"],
  milliseconds: ["durationms", "elapsedms", "durationmillis"],
  minutes: ["durationminutes", "durationmin", "elapsedminutes"],
  hours: ["durationhours", "hours", "actualhours"],
} as const;
export type Field = keyof typeof spellings;

/** Maps around the fields, as some programs write them; what stands outside of them comes first. */
const wrappers = ["task", "metadata", "meta", "spec", "frontmatter", "details"];

const plain = (key: string) => key.toLowerCase().replace(/[\s_\-.]/g, "");

const plainSpellings = Object.fromEntries(
  Object.entries(spellings).map(([field, words]) => [field, [...new Set(words.map(plain))]]),
) as Record<Field, string[]>;

/** A map of a file as it was read: every scalar is text, as spelled. */
export type PlainMap = { [key: string]: unknown };
export const isMap = (value: unknown): value is PlainMap => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a field, and the keys that lead to it; nothing where the file does not speak of it. */
export const findField = (map: PlainMap, field: Field): { path: string[]; value: unknown } | undefined => {
  const own = lookUp(map, field);
  if (own) return { path: [own.key], value: own.value };
  for (const wrapper of wrappers)
    for (const key of keysOf(map).get(wrapper) ?? []) {
      const inner = map[key];
      const found = isMap(inner) ? lookUp(inner, field) : undefined;
      if (found) return { path: [key, found.key], value: found.value };
    }
  return undefined;
};

const lookUp = (map: PlainMap, field: Field) => {
  const keys = keysOf(map);
  for (const spelling of plainSpellings[field]) {
    // Of two spellings of one key the later stands, as with a key that is there twice.
    const key = keys.get(spelling)?.findLast((each) => !(isWrapped(spelling) && isMap(map[each])));
    if (key !== undefined && !isNothing(map[key])) return { key, value: map[key] };
  }
  return undefined;
};

/** A map's own keys by how they are compared: made once for the two dozen fields that are looked up in it. */
const indexes = new WeakMap<PlainMap, Map<string, string[]>>();
const keysOf = (map: PlainMap): Map<string, string[]> => {
  const known = indexes.get(map);
  if (known) return known;
  const index = Map.groupBy(Object.keys(map), plain);
  indexes.set(map, index);
  return index;
};
const isWrapped = (spelling: string) => wrappers.includes(spelling);

/** Left empty, as YAML's null or as its words. */
export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === "string" && /^(\s*|~|null|none|nil|n\/a|tbd|-)$/i.test(value));
