import type { Role } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export type DeviceChange = { name?: string; privateNotifications?: boolean };
export type Invitation = { person?: string; role?: Role };

export const devicesApi = (request: ApiClient) => ({
  list: () => request("GET", "/api/devices"),
  updateMine: (change: DeviceChange) => request("PATCH", "/api/devices/me", { body: change }),
  revoke: (id: string) => request("DELETE", "/api/devices/:id", { params: { id } }),
  invite: (invitation: Invitation) => request("POST", "/api/pairing-codes", { body: invitation }),
});
export type DevicesApi = ReturnType<typeof devicesApi>;
