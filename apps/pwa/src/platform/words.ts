import { ApiProblem } from "./api-client.ts";

/** A failure as a person reads it: what happened and, where the server said so, what to do. */
export function words(error: unknown): string {
  if (error instanceof ApiProblem) return error.detail === undefined ? `${error.title}.` : `${error.title}. ${error.detail}`;
  return error instanceof Error && error.message !== "" ? error.message : "That did not work. Try again.";
}
