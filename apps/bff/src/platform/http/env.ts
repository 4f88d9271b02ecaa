import type { HttpBindings } from "@hono/node-server";
import type { Role, TokenScope } from "@beckon/contracts/access";
import type { Logger } from "../logger.ts";

/** Who calls, found once per request. Slices ask for it by guard, never by header. */
export type Caller =
  | { kind: "nobody"; reason?: "revoked" | "unknown" }
  | { kind: "device"; deviceId: string; deviceName: string; personId: string; personName: string; role: Role }
  | { kind: "token"; tokenId: string; name: string; scope: TokenScope; demo?: boolean }
  /** The command line on the server's own machine, by the secret in the data folder. */
  | { kind: "local" }
  /** A notification on one device: may acknowledge its delivery and answer its request with `answers`. */
  | {
      kind: "capability";
      deliveryId: string;
      requestId?: string;
      answers: string[];
      deviceId: string;
      deviceName: string;
      personId: string;
      personName: string;
      role: Role;
    };

export type Env = {
  Bindings: HttpBindings;
  Variables: { requestId: string; caller: Caller; logger: Logger };
};
