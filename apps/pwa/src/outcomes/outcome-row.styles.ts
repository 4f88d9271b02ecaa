import { css } from "lit";

export const outcomeRowStyles = css`
  .soft {
    color: var(--ink-soft);
  }
  .grade {
    display: inline-block;
    min-inline-size: 1.4em;
    border: 1px solid var(--line-strong);
    border-radius: 4px;
    text-align: center;
    text-decoration: none;
    font: 650 var(--text-xs) / 1.35 var(--font);
  }
  .detail b {
    font-weight: 600;
  }
  .more {
    gap: var(--space-4);
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
    font-size: 0.8125rem;
  }
  h3 {
    font: 650 0.8125rem / 1.4 var(--font);
  }
  p {
    overflow-wrap: anywhere;
  }
  .figure {
    font-size: var(--text-s);
    font-weight: 650;
  }
  .figure .soft {
    font-weight: 400;
  }
  section dl div {
    grid-template-columns: minmax(96px, 130px) minmax(0, 1fr);
  }
  ul {
    display: grid;
    gap: 4px;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(96px, 130px) minmax(0, 1fr);
    gap: var(--space-2);
    align-items: baseline;
  }
  li a {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--touch);
    margin-block: -12px;
  }
  code {
    font: 500 0.75rem / 1.4 var(--mono);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  @media (max-width: 480px) {
    .more {
      padding-inline-start: var(--space-4);
    }
  }
`;
