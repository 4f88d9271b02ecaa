import type { Role } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export const peopleApi = (request: ApiClient) => ({
  list: () => request("GET", "/api/people"),
  setRole: (id: string, role: Role) => request("PATCH", "/api/people/:id", { params: { id }, body: { role } }),
});
export type PeopleApi = ReturnType<typeof peopleApi>;
