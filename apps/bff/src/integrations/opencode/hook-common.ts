import { keyOf, recordOf, type Json } from "../hook-values.ts";

export const openCode = { source: "opencode", vendor: "OpenCode" } as const;

/** One event of OpenCode's plugin: `{ id, type, properties }`. */
export const readEvent = (payload: Json) => {
  const properties = recordOf(payload.properties);
  const info = recordOf(properties.info);
  const isSession = typeof payload.type === "string" && payload.type.startsWith("session.");
  return {
    id: keyOf(payload.id),
    type: typeof payload.type === "string" ? payload.type : "",
    properties,
    info,
    session: keyOf(properties.sessionID ?? info.sessionID ?? (isSession ? info.id : undefined) ?? recordOf(properties.part).sessionID),
  };
};
