import type { Team, TeamMember } from "@beckon/contracts/teams";
import { baseStyles } from "@beckon/ui/base.styles";
import { sharedTicker, type Ticker } from "@beckon/ui/ticker";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText, shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { TeamWantedEvent } from "./teams-events.ts";
import { cardFrameStyles } from "../controls/card-frame.styles.ts";
import { teamCardStyles } from "./team-card.styles.ts";
import { isHere, memberLooks, spentWords, strength, teamLook } from "./team-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";
import "@beckon/ui/ui-share";
import "@beckon/ui/ui-switch";

const longest = 120;
const longestProblem = 300;
const fewMembers = 12;

/**
 * One team: who is in it and how each stands, what it works on, what it has spent, and what can be done with it.
 * @fires team-wanted A button was tapped.
 */
@customElement("team-card")
export class TeamCard extends LitElement {
  static override styles = [baseStyles, toneStyles, cardFrameStyles, teamCardStyles];

  @property({ attribute: false }) team!: Team;
  @property({ type: Boolean }) mayAct = false;
  /** Why nothing can be asked for now. */
  @property() why = "";
  /** What something is being sent for: ids of teams and members. */
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  @property({ attribute: false }) ticker: Ticker = sharedTicker;
  @state() private all = false;

  override render() {
    const { team } = this;
    const look = teamLook(team);
    const over = team.state === "dissolved" || team.state === "dissolving";
    return html`<article aria-labelledby="name">
      <header>
        <ui-icon class=${look.tone} name=${look.icon}></ui-icon>
        <div>
          <h2 id="name">${shownText(short(team.name, longest))}</h2>
          <p>${strength(team)}${this.#renderSince()}</p>
        </div>
        ${
          this.mayAct && !over && team.state !== "off"
            ? html`<ui-button
                variant="quiet"
                ?disabled=${this.why !== ""}
                ?busy=${this.busy.has(team.id)}
                @click=${() => this.#want({ kind: "dissolve", team })}
                >Dissolve…</ui-button
              >`
            : nothing
        }
      </header>
      ${this.#renderFacts()} ${this.#renderMembers()} ${over ? nothing : this.#renderKeep()}
    </article>`;
  }

  #renderSince() {
    const { startedAt, endedAt, by, state } = this.team;
    const at = state === "dissolved" ? endedAt : startedAt;
    if (at === undefined || state === "off") return nothing;
    return html` ·
      <ui-age as="ago" at=${at} .ticker=${this.ticker}></ui-age
      >${by?.name && state === "active" ? html`, by ${shownText(short(by.name, longest))}` : nothing}`;
  }

  #renderFacts() {
    const { task, origin, hostName, undeclared, tasks, givenBack, reason, state } = this.team;
    const spent = this.#renderSpent();
    const lines = [
      task ? html`<p>Works on <a href=${`/work/tasks/${task.id}`}>${shownText(short(task.title, longest))}</a></p>` : nothing,
      reason ? html`<p>${shownText(short(reason, longestProblem))}</p>` : nothing,
      origin === "config"
        ? html`<p>
            ${undeclared ? "Was declared" : "Declared"} by the configuration of
            ${shownText(short(hostName ?? "a machine that is gone", longest))}${undeclared ? ", and is no more" : ""}
          </p>`
        : nothing,
      state === "dissolved" && tasks === "requeue"
        ? html`<p>
            ${givenBack ? `${givenBack === 1 ? "1 task" : `${givenBack} tasks`} went back to the queue` : "No task of it was open"}
          </p>`
        : nothing,
      spent,
    ].filter((line) => line !== nothing);
    return lines.length > 0 ? html`<div class="facts">${lines}</div>` : nothing;
  }

  #renderSpent() {
    const { spent, budget } = this.team;
    const words = spentWords(this.team);
    if (!words) return nothing;
    const share = budget && spent?.micros ? Math.min(1, spent.micros / budget.micros) : 0;
    return html`<div>
      <p>
        ${words}
        <small>API equivalent${spent ? html`, counted <ui-age as="ago" at=${spent.asOf} .ticker=${this.ticker}></ui-age>` : nothing}</small>
      </p>
      ${
        budget && spent?.micros
          ? html`<ui-share
              class=${share >= 0.8 && share < 1 ? "near" : ""}
              tone=${share >= 1 ? "bad" : "good"}
              .value=${share * 100}
            ></ui-share>`
          : nothing
      }
      ${budget?.warnedAt && !budget.reachedAt ? html`<p>Over 80 % <ui-age as="ago" at=${budget.warnedAt} .ticker=${this.ticker}></ui-age></p>` : nothing}
      ${budget?.requestId ? html`<p><a href=${`/decisions/${budget.requestId}`}>The budget is spent: what now?</a></p>` : nothing}
    </div>`;
  }

  #renderMembers() {
    const { members } = this.team;
    const shown = this.all ? members : members.slice(0, fewMembers);
    const more = members.length - shown.length;
    return html`<ul>
        ${repeat(
          shown,
          ({ id }) => id,
          (member) => this.#renderMember(member),
        )}
      </ul>
      ${more > 0 ? html`<div class="all"><ui-button wide variant="quiet" @click=${() => (this.all = true)}>Show ${more} more</ui-button></div>` : nothing}`;
  }

  #renderMember(member: TeamMember) {
    const { team } = this;
    const { icon, tone, word } = memberLooks[member.state];
    const name = shownText(short(member.agent ?? member.profile ?? member.role ?? "member", longest));
    const startable = team.state === "active" && !isHere(member) && this.mayAct;
    return html`<li>
      <ui-icon class=${tone} name=${icon}></ui-icon>
      <div>
        <b>${member.agentId ? html`<a href=${`/agents/${member.agentId}`}>${name}</a>` : name}</b>
        <small>${word}${this.#renderWhere(member)}${this.#renderWhy(member)}</small>
      </div>
      ${
        startable
          ? html`<ui-button
              ?disabled=${this.why !== ""}
              ?busy=${this.busy.has(member.id)}
              label=${`Start ${shownWords(short(member.agent ?? member.profile ?? "this member", longest))}`}
              @click=${() => this.#want({ kind: "member", team, memberId: member.id })}
              >Start</ui-button
            >`
          : nothing
      }
    </li>`;
  }

  #renderWhere({ hostName, role, agent, profile }: TeamMember) {
    const parts = [
      role && role !== profile ? role : undefined,
      agent ? undefined : profile === undefined ? role : undefined,
      hostName,
    ].filter((part) => part !== undefined);
    return parts.map((part) => html` · ${shownText(short(part, longest))}`);
  }

  #renderWhy({ problem, nextTryAt, requestId, starts, state: how }: TeamMember) {
    return html`${problem ? html` · ${shownText(short(problem, longestProblem))}` : nothing}${
      nextTryAt ? html` · again in <ui-age as="left" at=${nextTryAt} .ticker=${this.ticker}></ui-age>` : nothing
    }${starts > 1 && how !== "waiting" ? ` · start ${starts}` : nothing}${
      requestId ? html` · <a class="plain" href=${`/decisions/${requestId}`}>a person is asked</a>` : nothing
    }`;
  }

  #renderKeep() {
    const { team } = this;
    if (!this.mayAct || (team.origin === "config" && team.undeclared)) return nothing;
    return html`<div class="keep">
      <ui-switch
        ?on=${team.keep}
        ?disabled=${this.why !== "" || this.busy.has(team.id)}
        hint=${
          team.state === "off"
            ? `Starts ${team.members.length === 1 ? "it" : `all ${team.members.length}`} now, and again who ends by itself.`
            : `Who ends by itself is started again, ${team.restartsPerHour} times an hour at most.`
        }
        @switch-turned=${({ on }: SwitchTurnedEvent) => this.#want({ kind: "keep", team, on })}
        label="Keep at strength"
      ></ui-switch>
    </div>`;
  }

  #want(wanted: TeamWantedEvent["wanted"]): void {
    this.dispatchEvent(new TeamWantedEvent(wanted));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "team-card": TeamCard;
  }
}
