import { RefusedError, UnauthorizedError, type Client } from "@beckon/agent-client";
import { asDirectory, asEdits, asKnown, asTold } from "./answers.ts";
import type { FileEdit, WorkFilesInput } from "@beckon/contracts/work-directories";

const timeoutMs = 20_000;
const waitSeconds = 25;

/** What a watcher says of its directory. */
export type WatcherInput = { name: string; host: string; path: string; writable: boolean };

/** The other side, which forgets us (its database was another) or is told by somebody else. */
export const isOutOfStep = (error: unknown): boolean =>
  error instanceof RefusedError &&
  !(error instanceof UnauthorizedError) &&
  (error.status === 404 || error.code === "work_directory.other_revision");

/** The calls of one watcher. `revision` is what the server said last; it is named with each telling. */
export const openDirectory = async (client: Pick<Client, "call">, input: WatcherInput, signal?: AbortSignal) => {
  const base = { timeoutMs, ...(signal ? { signal } : {}) };
  const directory = await client.call({
    ...base,
    method: "POST",
    path: "/api/work-directories",
    body: input,
    schema: async () => ({ parse: asDirectory }),
  });
  const at = `/api/work-directories/${directory.id}`;
  const known = await client.call({ ...base, method: "GET", path: `${at}/files`, schema: async () => ({ parse: asKnown }) });
  let { revision } = known;
  return {
    id: directory.id,
    /** Path and hash of what the server has. */
    files: new Map<string, string>(known.files),
    revision: () => revision,
    tell: async (told: Partial<WorkFilesInput>, more: { timeoutMs?: number; signal?: AbortSignal | undefined } = {}) => {
      const { signal: other = signal, timeoutMs: patience = timeoutMs } = more;
      const body = { files: [], removed: [], moved: [], ...told, revision };
      const answer = await client.call({
        method: "POST",
        path: `${at}/files`,
        body,
        timeoutMs: patience,
        ...(other ? { signal: other } : {}),
        schema: async () => ({ parse: asTold }),
      });
      revision = answer.revision;
    },
    edits: (until: AbortSignal): Promise<{ revision: number; edits: FileEdit[] }> =>
      client.call({
        method: "GET",
        path: `${at}/edits?wait=${waitSeconds}`,
        timeoutMs: (waitSeconds + 10) * 1_000,
        signal: until,
        schema: async () => ({ parse: asEdits }),
      }),
    endEdit: (id: string, result: { status: "written" | "refused"; message?: string }): Promise<void> =>
      client.call({ ...base, method: "POST", path: `${at}/edits/${id}`, body: result }),
  };
};
export type OpenDirectory = Awaited<ReturnType<typeof openDirectory>>;
