import type { HostTeam } from "@beckon/contracts/hosts";
import type { Fields } from "./config-fields.ts";

const mostTeams = 20;
const mostMembers = 10;
const restartsPerHour = 5;

/**
 * Reads the `teams` part: who is to be kept at strength here, once a person has switched it on.
 *
 * @throws CliError with one line that says where and why.
 */
export function teamsOf(all: Fields, profiles: readonly { name: string; most: number }[]): HostTeam[] {
  const teams = all.list("teams").map((fields) => teamOf(fields, profiles));
  if (teams.length > mostTeams) throw all.problem("teams", `has more than ${mostTeams}`);
  for (const [index, { name }] of teams.entries()) {
    if (teams.findIndex((other) => other.name === name) !== index) throw all.problem("teams", `has two of the name "${name}"`);
  }
  return teams;
}

function teamOf(fields: Fields, profiles: readonly { name: string; most: number }[]): HostTeam {
  fields.only(["name", "members", "limits"]);
  const name = fields.text("name", 80);
  if (name === undefined) throw fields.problem("name", "is missing");
  const members = fields.list("members").map((member) => {
    member.only(["profile", "strength"]);
    const profile = member.text("profile", 60);
    if (profile === undefined) throw member.problem("profile", "is missing");
    if (!profiles.some((one) => one.name === profile)) throw member.problem("profile", `"${profile}" is none of the profiles`);
    return { profile, strength: member.whole("strength", 1, 50) ?? 1 };
  });
  if (members.length === 0) throw fields.problem("members", "is empty");
  if (members.length > mostMembers) throw fields.problem("members", `has more than ${mostMembers}`);
  for (const { name: profile, most } of profiles) {
    const strength = members.filter((one) => one.profile === profile).reduce((sum, one) => sum + one.strength, 0);
    if (strength > most) throw fields.problem("members", `asks for ${strength} of "${profile}", whose limit is ${most}`);
  }
  const limits = fields.part("limits", ["restartsPerHour"]);
  return { name, members, restartsPerHour: limits.whole("restartsPerHour", 1, 60) ?? restartsPerHour };
}
