import { pino, type Logger as PinoLogger } from "pino";

export type Logger = PinoLogger;

/** Names of fields that may carry a secret, wherever they stand in a logged object. */
const secrets = ["authorization", "cookie", "token", "code", "secret", "endpoint", "capability", "privateKey", "auth", "p256dh"];

/** Structured logs to stderr; secrets are censored even if somebody logs the object that holds them. */
export const createLogger = (level: string): Logger =>
  pino(
    { level, redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" } },
    pino.destination({ dest: 2, sync: false }),
  );
