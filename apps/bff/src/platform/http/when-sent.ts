import type { Context } from "hono";
import type { Env } from "./env.ts";

/** Tells once whether the answer to this request was handed to the network as a whole, or its connection was closed before. */
export const whenSent = (c: Context<Env>, tell: (arrived: boolean) => void): void => {
  const outgoing = c.env?.outgoing;
  // Without a connection of its own, as in tests, whoever asked has the answer in hand.
  if (!outgoing) return tell(true);
  if (outgoing.destroyed) return tell(false);
  outgoing.once("close", () => tell(outgoing.writableFinished));
};

/** The same for an answer that is made while it is sent: who comes late is told what is known. */
export const openSending = (c: Context<Env>): ((tell: (arrived: boolean) => void) => void) => {
  const waiting: ((arrived: boolean) => void)[] = [];
  let fate: boolean | undefined;
  whenSent(c, (arrived) => {
    fate = arrived;
    for (const tell of waiting.splice(0)) tell(arrived);
  });
  return (tell) => (fate === undefined ? void waiting.push(tell) : tell(fate));
};
