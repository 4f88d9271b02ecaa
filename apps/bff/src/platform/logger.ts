import { pino, type DestinationStream, type Logger as PinoLogger } from "pino";
import type { Troubles } from "./troubles.ts";

export type Logger = PinoLogger;

/** Names of fields that may carry a secret, wherever they stand in a logged object. */
const secrets = ["authorization", "cookie", "token", "code", "secret", "endpoint", "capability", "privateKey", "auth", "p256dh"];

const troubling: Record<number, "warn" | "error" | "fatal" | undefined> = { 40: "warn", 50: "error", 60: "fatal" };

/** Structured logs to stderr; secrets are censored even if somebody logs the object that holds them. */
export const createLogger = (
  level: string,
  troubles?: Pick<Troubles, "note">,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger =>
  pino(
    {
      level,
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
      ...(troubles
        ? {
            hooks: {
              logMethod(args, method, number) {
                const kind = troubling[number];
                // The words come first, or second after what they are about.
                if (kind) troubles.note(kind, String(typeof args[0] === "string" ? args[0] : (args[1] ?? "")));
                return method.apply(this, args);
              },
            },
          }
        : {}),
    },
    destination,
  );
