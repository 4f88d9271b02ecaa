import { defineError } from "../../platform/errors.ts";

export const notConnected = defineError({ code: "argo.not_connected", status: 404, title: "No Argo server is set up" });
export const addressRefused = defineError({ code: "argo.address_refused", status: 422, title: "This server would not call that address" });
