import { css } from "lit";

/** What pages share: rhythm, section headings, quiet text. */
export const pageStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    align-content: start;
    min-inline-size: 0;
    font: 400 var(--text-s) / 1.5 var(--font);
    color: var(--ink);
  }
  section,
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    min-inline-size: 0;
  }
  /* A page of several sections: more room between them than within. */
  .sections {
    gap: 28px;
  }
  h2 {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    padding-inline: var(--space-1);
    font: 600 0.8125rem / 1.4 var(--font);
    color: var(--ink-soft);
  }
  h2 .aside {
    margin-inline-start: auto;
    font-weight: 450;
    color: var(--ink-faint);
  }
  .count {
    min-inline-size: 20px;
    padding: 0 7px;
    border-radius: 99px;
    background: var(--beacon);
    color: var(--beacon-ink);
    font: 700 var(--text-xs) / 1.55 var(--font);
    font-variant-numeric: tabular-nums;
    text-align: center;
  }
  .quiet {
    color: var(--ink-soft);
  }
  .small {
    overflow-wrap: anywhere;
    font-size: 0.8125rem;
    color: var(--ink-soft);
  }
  .as-of {
    display: flex;
    align-items: center;
    gap: 7px;
    padding-inline: var(--space-1);
    color: var(--ink-soft);
    font-size: 0.8125rem;
    --icon-size: 16px;
  }
  section > p.small {
    padding-inline: var(--space-1);
  }
  h2 + p.small {
    margin-block-start: calc(-1 * var(--space-2));
  }
  .error {
    color: var(--bad);
    font-weight: 550;
  }
  .good {
    color: var(--good);
  }
  .bad {
    color: var(--bad);
  }
  .beacon {
    color: var(--beacon);
  }
  .info {
    color: var(--info);
  }
  .tone-quiet {
    color: var(--ink-faint);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  .narrow {
    inline-size: 100%;
    max-inline-size: 760px;
    margin-inline: auto;
  }
  .hidden-character {
    color: var(--bad);
  }
  code {
    font: 500 0.8125rem / 1.5 var(--mono);
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  @media (min-width: 720px) {
    section > ui-button {
      justify-self: start;
    }
  }
  bdi {
    overflow-wrap: anywhere;
  }
`;
