import { css } from "lit";

/** The last line of a list that leads to all of it. */
export const moreLinkStyles = css`
  .all {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 52px;
    padding-inline: var(--space-4);
    border-block-start: 1px solid var(--line);
    color: var(--ink);
    font-weight: 600;
    text-decoration: none;
    --icon-size: 16px;
  }
  .all:hover {
    background: color-mix(in srgb, var(--ink) 4%, transparent);
  }
  .all:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius-m);
  }
`;
