import type { Person, Role } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export const peopleApi = (request: ApiClient) => ({
  list: () => request<{ items: Person[] }>("GET", "/api/people"),
  setRole: (id: string, role: Role) => request<Person>("PATCH", `/api/people/${encodeURIComponent(id)}`, { body: { role } }),
});
export type PeopleApi = ReturnType<typeof peopleApi>;
