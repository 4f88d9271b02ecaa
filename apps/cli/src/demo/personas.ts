import { createRandom } from "./random.ts";

export type LonePersonaKind = "claude-code" | "codex" | "gemini" | "mcp" | "script";
/** `crew`: one process, one token, several agents. */
export type PersonaKind = LonePersonaKind | "crew";

/** One agent of the demo, or one crew: who it is, where it works, and what becomes of it. */
export type Persona = {
  kind: PersonaKind;
  name: string;
  role: string;
  host: string;
  project: string;
  model: string;
  seed: string;
  /** Asks in its very first turn, so that a newcomer need not wait. */
  asksAtOnce: boolean;
  /** `vanishes` in the middle of its second turn; `fails` at the end of its second one. */
  fate: "lasts" | "vanishes" | "fails";
  /** With which job of the shop it begins. */
  begins?: number;
};

type Part = Pick<Persona, "kind" | "name" | "role" | "project" | "model" | "fate" | "begins"> & { host?: string };

/** Two on one machine who fix the same thing in one checkout, and do not know of each other. */
const twoAtOneCart = { begins: 1, host: "demo-laptop" };

const parts: readonly Part[] = [
  {
    kind: "claude-code",
    name: "checkout-builder",
    role: "developer",
    project: "shop-web",
    model: "claude-sonnet-5",
    fate: "lasts",
    ...twoAtOneCart,
  },
  { kind: "codex", name: "search-tuner", role: "developer", project: "shop-search", model: "gpt-5.1-codex", fate: "lasts" },
  { kind: "script", name: "nightly-deploy", role: "devops", project: "shop-ops", model: "", fate: "fails" },
  { kind: "mcp", name: "product-planner", role: "product", project: "shop-api", model: "claude-haiku-4-5", fate: "lasts" },
  { kind: "gemini", name: "docs-writer", role: "developer", project: "shop-docs", model: "gemini-3-pro-preview", fate: "lasts" },
  {
    kind: "claude-code",
    name: "test-fixer",
    role: "tester",
    project: "shop-web",
    model: "claude-sonnet-5",
    fate: "vanishes",
    ...twoAtOneCart,
  },
  { kind: "crew", name: "release-crew", role: "lead", project: "shop-core", model: "claude-sonnet-5", fate: "lasts" },
];
/** One of each. */
export const usualAgents = parts.length;

const hosts = ["demo-laptop", "demo-workstation", "demo-ci"] as const;

export type FleetOptions = { agents: number; seed: number };

/** The fleet of a seed: the first seven are one of each, further ones are more of the same under other names. */
export const createFleet = ({ agents, seed }: FleetOptions): Persona[] =>
  Array.from({ length: agents }, (_, index) => {
    const part = parts[index % parts.length] as Part;
    const round = Math.floor(index / parts.length);
    const random = createRandom(`${seed}:host:${index}`);
    return {
      ...part,
      name: round === 0 ? part.name : `${part.name}-${round + 1}`,
      host: part.kind === "script" ? "demo-ci" : (part.host ?? random.pick(hosts)),
      seed: `${seed}:${index}`,
      asksAtOnce: index === 0 || index === 2,
    };
  });

/** The same agent, started again after its process ended: another run, with a life of its own. */
export const again = (persona: Persona, run: number): Persona =>
  run === 1 ? persona : { ...persona, seed: `${persona.seed}:${run}`, asksAtOnce: false, fate: "lasts" };
