export { createClient } from "./client.ts";
export type { Client } from "./client.ts";
export type { Call, Schema } from "./call.ts";
export type { ClientOptions } from "./connection.ts";
export {
  BeckonError,
  ExpiredError,
  InvalidOptionError,
  RefusedError,
  StillPendingError,
  UnauthorizedError,
  UnexpectedAnswerError,
  UnreachableError,
} from "./errors.ts";
export type { KeepAliveOptions, Told } from "./keep-alive.ts";
export type { WriteOptions } from "./report-outcome.ts";
export type { RequestDecisionOptions } from "./request-decision.ts";
export { uuidV7 } from "./uuid-v7.ts";
export type { WaitOptions } from "./wait-for-decision.ts";
export { loadSpool } from "./load-spool.ts";
export type { SpooledRequest } from "./spool.ts";
export type { SpoolReport } from "./send-spool.ts";
