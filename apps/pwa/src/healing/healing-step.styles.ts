import { css } from "lit";

/** A step, and what is left alone: an icon, who and what, and the facts behind it. */
export const healingStepStyles = css`
  :host {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 0 var(--space-3);
    padding: var(--space-3) var(--space-4) var(--space-2);
    border-block-start: 1px solid var(--line);
    font: 400 var(--text-s) / 1.5 var(--font);
    color: var(--ink);
    --icon-size: 18px;
  }
  :host(:first-child) {
    border-block-start: 0;
  }
  .mark {
    margin-block-start: 2px;
    color: var(--ink-soft);
  }
  .mark.faint {
    color: var(--quiet);
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  p {
    overflow-wrap: anywhere;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-2);
    align-items: baseline;
  }
  b {
    font-weight: 650;
  }
  a {
    color: var(--ink);
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
  .fault,
  .small,
  small {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .reason {
    margin-block-start: 2px;
  }
  .refused {
    color: var(--beacon);
    font-size: 0.8125rem;
    font-weight: 550;
  }
  .state {
    display: grid;
    grid-template-columns: 13px minmax(0, 1fr);
    gap: 7px;
    align-items: center;
    font-weight: 550;
    --icon-size: 13px;
  }
  summary {
    display: flex;
    gap: var(--space-2);
    align-items: center;
    min-block-size: var(--touch);
    color: var(--info);
    cursor: pointer;
  }
  ul {
    display: grid;
    gap: var(--space-2);
    margin: 0;
    padding: 0 0 var(--space-2);
    list-style: none;
  }
  li {
    padding-inline-start: var(--space-3);
    border-inline-start: 2px solid var(--line-strong);
    overflow-wrap: anywhere;
  }
  li small {
    display: block;
  }
`;
