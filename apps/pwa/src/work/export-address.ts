import type { WorkLook } from "./work-look.ts";

/** Where the server gives what is looked at as a file; `agent` is the id of the one that the look names. */
export function exportAddress(look: WorkLook, agent: string | undefined): string {
  const workflows = look.view === "workflows";
  const given: Record<string, string | undefined> = {
    format: "csv",
    agent,
    role: look.role,
    project: look.project,
    ...(workflows
      ? { status: look.run === "stuck" ? undefined : look.run, stuck: look.run === "stuck" ? "true" : undefined }
      : {
          status: look.status,
          priority: look.priority,
          directory: look.directory,
          scope: look.scope === "all" ? undefined : look.scope,
          search: look.q || undefined,
        }),
  };
  const search = new URLSearchParams(Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined));
  return `/api/${workflows ? "workflows" : "tasks"}?${search.toString()}`;
}
