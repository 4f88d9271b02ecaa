import type { ApiAnswer, ApiClient, ApiOptions } from "../platform/api-client.ts";

export type TaskQuery = NonNullable<ApiOptions<"GET", "/api/tasks">["query"]>;
export type NewTask = ApiOptions<"POST", "/api/tasks">["body"];
export type TaskAction = ApiOptions<"POST", "/api/tasks/bulk">["body"]["action"];
export type TaskHistory = ApiAnswer<"GET", "/api/tasks/:id/history">;
export type Suggestion = ApiAnswer<"GET", "/api/tasks/:id/suggestions">["items"][number];

/** Tasks as the server has them; what the app shows comes by sync, and moves go through `task-changes`. */
export const tasksApi = (request: ApiClient) => ({
  one: (id: string) => request("GET", "/api/tasks/:id", { params: { id } }),
  create: (body: NewTask) => request("POST", "/api/tasks", { body }),
  retry: (id: string) => request("POST", "/api/tasks/:id/retry", { params: { id } }),
  boost: (id: string) => request("POST", "/api/tasks/:id/boost", { params: { id } }),
  bulk: (ids: string[], action: TaskAction) => request("POST", "/api/tasks/bulk", { body: { ids, action } }),
  history: (id: string) => request("GET", "/api/tasks/:id/history", { params: { id } }),
  suggestions: (id: string) => request("GET", "/api/tasks/:id/suggestions", { params: { id } }),
  summary: (query: NonNullable<ApiOptions<"GET", "/api/tasks/summary">["query"]>) => request("GET", "/api/tasks/summary", { query }),
  templates: () => request("GET", "/api/task-templates"),
  addTemplate: (body: ApiOptions<"POST", "/api/task-templates">["body"]) => request("POST", "/api/task-templates", { body }),
  removeTemplate: (id: string) => request("DELETE", "/api/task-templates/:id", { params: { id } }),
  fromTemplate: (id: string) => request("POST", "/api/task-templates/:id/create", { params: { id } }),
  workflows: (query: NonNullable<ApiOptions<"GET", "/api/workflows/summary">["query"]>) =>
    request("GET", "/api/workflows/summary", { query }),
  run: (id: string) => request("GET", "/api/workflows/:id", { params: { id } }),
});
export type TasksApi = ReturnType<typeof tasksApi>;
