import type { Device, PairingCode, Role } from "@beckon/contracts/access";
import type { ApiClient } from "../platform/api-client.ts";

export type DeviceChange = { name?: string; privateNotifications?: boolean };
export type Invitation = { person?: string; role?: Role };

export const devicesApi = (request: ApiClient) => ({
  list: () => request<{ items: Device[] }>("GET", "/api/devices"),
  updateMine: (change: DeviceChange) => request<Device>("PATCH", "/api/devices/me", { body: change }),
  revoke: (id: string) => request<void>("DELETE", `/api/devices/${encodeURIComponent(id)}`),
  invite: (invitation: Invitation) => request<PairingCode>("POST", "/api/pairing-codes", { body: invitation }),
});
export type DevicesApi = ReturnType<typeof devicesApi>;
