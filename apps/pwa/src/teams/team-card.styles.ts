import { css } from "lit";

export const teamCardStyles = css`
  header {
    display: grid;
    grid-template-columns: 13px minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: center;
    padding: var(--space-3) var(--space-4);
    --icon-size: 13px;
  }
  h2 {
    font: 650 var(--text-m) / 1.35 var(--font);
    overflow-wrap: anywhere;
  }
  p {
    overflow-wrap: anywhere;
  }
  header p,
  .facts,
  small {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .facts {
    display: grid;
    gap: var(--space-1);
    padding: 0 var(--space-4) var(--space-3);
  }
  .facts a {
    color: var(--ink);
    text-underline-offset: 3px;
  }
  ui-share {
    --share-size: 6px;
    margin-block: var(--space-1);
  }
  ui-share.near {
    color: var(--beacon);
  }
  ul {
    border-block-start: 1px solid var(--line);
  }
  li {
    position: relative;
    display: grid;
    grid-template-columns: 13px minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: center;
    min-block-size: 56px;
    padding: var(--space-2) var(--space-4);
    --icon-size: 13px;
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  li b {
    display: block;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  li small {
    display: block;
    overflow-wrap: anywhere;
  }
  li a {
    color: inherit;
    text-decoration: none;
  }
  li a::after {
    content: "";
    position: absolute;
    inset: 0 72px 0 0;
  }
  li ui-button {
    position: relative;
  }
  .keep {
    padding: var(--space-2) var(--space-4);
    border-block-start: 1px solid var(--line);
  }
  .all {
    border-block-start: 1px solid var(--line);
  }
`;
