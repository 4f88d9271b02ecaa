import { hash } from "node:crypto";
import type { Session } from "@beckon/contracts/agents";
import type { Signal } from "@beckon/contracts/signals";
import { isMadeCallId } from "../signals/made-call-id.ts";

/**
 * What a session row keeps beside its columns. `closed`: marks of the calls that were told to have ended, should
 * their start come later; with the time, where the same id comes again. `told`: of when the newest word on a part is, so that an older one changes nothing;
 * `ended` its newest end, `resumed` the newest sign that it goes on. `endless`: a turn began of whose end nobody will
 * tell; `answered` and `acted`: the newest answer of the model, and the newest thing that was begun or done.
 */
export type SessionState = Omit<Session, "id" | "key" | "agentId" | "parentId" | "lastSignalAt" | "endedAt" | "recent" | "pause"> & {
  closed: string[];
  told: { [part in DescribedPart | "model" | "task" | "ended" | "resumed" | "endless" | "answered" | "acted"]?: string };
  /** Whose account its usage goes to, as last booked. */
  place?: { agentId: string; role?: string; project?: string; task?: string; payment?: "tokens" | "plan" };
};

type DescribedPart = "cwd" | "branch" | "root" | "title" | "version" | "permissionMode" | "payment";

/** One session on its way through a batch of signals. */
export type SessionDraft = { lastSignalAt: Date; endedAt: Date | undefined; state: SessionState };

const most = { open: 16, closed: 48, files: 24 };

export const newState = (at: Date): SessionState => ({
  startedAt: at.toISOString(),
  doing: [],
  files: [],
  usage: { calls: 0, tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, costMicros: null, unpriced: 0, models: [] },
  closed: [],
  told: {},
});

const later = (a: string | undefined, b: string) => (a === undefined || b > a ? b : a);

/**
 * What a signal says of its session. Signals may come late and out of order: each part goes by the
 * time in the signal, so that any order of the same signals ends in the same state.
 */
export const foldSignal = (draft: SessionDraft, signal: Signal): void => {
  const { state } = draft;
  const at = new Date(signal.at);
  if (at > draft.lastSignalAt) draft.lastSignalAt = at;
  if (signal.at < state.startedAt) state.startedAt = signal.at;
  // A sign after the end: the run was taken up again (a resumed session keeps its id).
  if (resumes(signal)) {
    state.told = { ...state.told, resumed: later(state.told.resumed, signal.at) };
    if (draft.endedAt && at > draft.endedAt) reopen(draft);
  }
  const news = signal.takes?.filter((take) => !state.takes?.includes(take)) ?? [];
  if (news.length > 0) state.takes = [...(state.takes ?? []), ...news].toSorted();
  applyKind(draft, signal);
  noteTurn(state, signal);
};

const acts = new Set<Signal["kind"]>([
  "turn.started",
  "tool.started",
  "tool.decided",
  "tool.ended",
  "delegation.started",
  "delegation.ended",
]);

/** Whether an open turn may be over without a word of it. */
const noteTurn = (state: SessionState, { kind, at, data }: Signal) => {
  const part = kind === "model.called" ? "answered" : acts.has(kind) ? "acted" : undefined;
  if (part) state.told = { ...state.told, [part]: later(state.told[part], at) };
  if (kind === "turn.started" && "ends" in data && data.ends === false)
    state.told = { ...state.told, endless: later(state.told.endless, at) };
  if (!state.turn) return;
  const { answeredAt: _, ...turn } = state.turn;
  const { endless, answered, acted = "" } = state.told;
  const isSilent = endless !== undefined && turn.endedAt === undefined && answered !== undefined && answered > acted;
  state.turn = isSilent ? { ...turn, answeredAt: answered } : turn;
};

const resumes = ({ kind }: Signal) => kind === "session.started" || kind === "turn.started" || kind === "tool.started";

const reopen = (draft: SessionDraft) => {
  draft.endedAt = undefined;
  delete draft.state.endReason;
  delete draft.state.failed;
  delete draft.state.error;
};

const applyKind = (draft: SessionDraft, signal: Signal): void => {
  const { state } = draft;
  switch (signal.kind) {
    case "session.started":
    case "session.described":
      return describe(state, signal.data, signal.at);
    case "session.ended":
      return end(draft, signal);
    case "turn.started": {
      const { prompt } = signal.data;
      if (!state.title && prompt && signal.data.by === "person") state.title = firstLine(prompt);
      const startedAt = later(state.turn?.startedAt, signal.at);
      return setTurn(state, { ...state.turn, startedAt });
    }
    case "turn.ended":
      return endTurn(state, signal);
    case "tool.started":
      return startCall(state, signal);
    case "tool.decided":
      // What was refused does not run, and nobody tells of its end.
      if (!signal.data.accepted && signal.data.callId !== undefined) endCall(state, signal.data, signal.at);
      return;
    case "tool.ended":
      return endCall(state, signal.data, signal.at);
    case "file.edited":
      return touchFile(state, signal.data.path, signal.at);
    case "model.called":
      if (signal.data.model && isNews(state, "model", signal.at)) state.model = signal.data.model;
      return;
    case "task.changed": {
      if (!isNews(state, "task", signal.at)) return;
      const { taskId: id, subject, status, progress } = signal.data;
      state.task = {
        ...(state.task?.id === id ? state.task : {}),
        id,
        status,
        ...(subject ? { subject } : {}),
        ...(progress === undefined ? {} : { progress }),
      };
      return;
    }
    case "progress.reported":
      if (signal.data.progress !== undefined && state.task) state.task = { ...state.task, progress: signal.data.progress };
      return;
    case "attention.wanted":
      // It waits for a prompt: a refusal in the terminal ends a turn without a word of its end.
      if (signal.data.what === "idle_prompt" && state.turn?.open && signal.at >= (state.turn.startedAt ?? ""))
        closeTurn(state, signal.at, 0);
      return;
    case "heartbeat":
      if (signal.data.taskId && signal.data.taskId !== state.task?.id) state.task = { id: signal.data.taskId };
      return;
    default:
  }
};

type Described = Extract<Signal, { kind: "session.described" }>["data"] | Extract<Signal, { kind: "session.started" }>["data"];

const describe = (state: SessionState, data: Described, at: string) => {
  const tell = <K extends DescribedPart>(part: K, value: SessionState[K] | undefined) => {
    if (value !== undefined && isNews(state, part, at)) state[part] = value;
  };
  tell("cwd", data.cwd);
  if (state.cwd) state.project = lastPart(state.cwd);
  tell("branch", data.branch);
  const { repository, root, worktree } = data;
  // One word: a folder told without a worktree's name is in none.
  if ((repository ?? root ?? worktree) !== undefined && isNews(state, "root", at)) {
    for (const part of ["repository", "root", "worktree"] as const) delete state[part];
    Object.assign(state, repository && { repository }, root && { root }, worktree && { worktree });
  }
  tell("title", data.title && firstLine(data.title));
  tell("version", data.version);
  tell("permissionMode", data.permissionMode);
  if ("payment" in data) tell("payment", data.payment);
  if (data.model && isNews(state, "model", at)) state.model = data.model;
};

/** Whether this word is not older than the newest on that part; remembers it. */
const isNews = (state: SessionState, part: keyof SessionState["told"], at: string) => {
  const before = state.told[part];
  if (before !== undefined && at < before) return false;
  state.told = { ...state.told, [part]: at };
  return true;
};

/** What people call the place of work: `/home/dev/shop-api` is shop-api. */
const lastPart = (cwd: string) => cwd.split(/[/\\]+/).findLast((part) => part !== "") ?? cwd;
const firstLine = (text: string) => (text.trim().split("\n", 1)[0] ?? "").slice(0, 160);

const end = (draft: SessionDraft, { at, data }: Extract<Signal, { kind: "session.ended" }>) => {
  const { state } = draft;
  const { ended, resumed } = state.told;
  if (ended !== undefined && ended > at) return;
  state.told = { ...state.told, ended: at };
  state.doing = state.doing.filter(({ since }) => since > at);
  // Told late: it goes on since.
  if (resumed !== undefined && resumed > at) return;
  reopen(draft);
  draft.endedAt = new Date(at);
  if (data.reason) state.endReason = data.reason;
  if (data.failed) state.failed = true;
  if (data.error) state.error = data.error.slice(0, 500);
};

type Turn = { startedAt?: string | undefined; endedAt?: string | undefined; running?: number };

const setTurn = (state: SessionState, { startedAt, endedAt, running = 0 }: Turn) => {
  const open = startedAt !== undefined && (endedAt === undefined || startedAt > endedAt);
  state.turn = { open, running, ...(startedAt ? { startedAt } : {}), ...(endedAt ? { endedAt } : {}) };
};

const endTurn = (state: SessionState, { at, data }: Extract<Signal, { kind: "turn.ended" }>) => {
  if (state.turn?.endedAt && state.turn.endedAt > at) return;
  closeTurn(state, at, data.running);
};

const closeTurn = (state: SessionState, at: string, running: number) => {
  setTurn(state, { ...state.turn, endedAt: at, running });
  // Calls of the turn are over with it, told or not (a refusal in the terminal tells of none).
  state.doing = state.doing.filter(({ since }) => since > at);
};

const startCall = (state: SessionState, { at, data }: Extract<Signal, { kind: "tool.started" }>) => {
  const callId = data.callId ?? `${data.tool}@${at}`;
  if (data.waits) state.canPause = true;
  if (wasClosed(state, callId, at)) return;
  if (at <= later(state.told.ended, state.turn?.endedAt ?? "")) return;
  const { tool, command, path } = data;
  const same = state.doing.find((call) => call.callId === callId);
  if (same && !(isMadeCallId(callId) && same.since < at)) return;
  state.doing = [
    ...state.doing.filter((call) => call !== same),
    { callId, tool, since: at, ...(command ? { command: command.slice(0, 300) } : {}), ...(path ? { path } : {}) },
  ].slice(-most.open);
};

const endCall = (state: SessionState, { callId, tool }: { callId?: string | undefined; tool: string }, at: string) => {
  // Without an id it is the oldest of its tool that ended.
  const id = callId ?? state.doing.find((call) => call.tool === tool)?.callId;
  if (id === undefined) return;
  const isMade = isMadeCallId(id);
  state.doing = state.doing.filter((call) => call.callId !== id || (isMade && call.since > at));
  const mark = markOf(id);
  const closed = isMade ? `${mark}${later(closedAt(state, mark), at)}` : mark;
  // Nearly always it is not among them: then they are copied once.
  const others = state.closed.some((other) => other.startsWith(mark))
    ? state.closed.filter((other) => !other.startsWith(mark))
    : state.closed.slice(1 - most.closed);
  others.push(closed);
  state.closed = others;
};

/** When a call with a made id was last told to have ended; nothing of one that was not, or has an id of its own. */
const closedAt = (state: SessionState, mark: string) =>
  state.closed.find((other) => other.startsWith(mark))?.slice(mark.length) || undefined;

const wasClosed = (state: SessionState, callId: string, at: string): boolean => {
  const mark = markOf(callId);
  return isMadeCallId(callId) ? at <= (closedAt(state, mark) ?? "") : state.closed.includes(mark);
};

/** 48 of a session are written with every event of it: as they are they would be most of the row. Each takes a hash: once a signal. */
const markOf = (callId: string) => hash("sha256", callId, "base64url").slice(0, 8);

const touchFile = (state: SessionState, path: string, at: string) => {
  const before = state.files.find((file) => file.path === path);
  const file = { path, edits: (before?.edits ?? 0) + 1, at: later(before?.at, at) };
  state.files = [file, ...state.files.filter((other) => other !== before)].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, most.files);
};
