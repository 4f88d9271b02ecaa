import { css } from "lit";

export const agentControlsStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    color: var(--ink-soft);
    font: 400 var(--text-s) / 1.45 var(--font);
    --icon-size: 13px;
  }
  .parts,
  .process,
  .commands {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
  }
  .commands {
    gap: 0;
  }
  .process + .process,
  .process + .commands {
    padding-block-start: var(--space-3);
    border-block-start: 1px solid var(--line);
  }
  p {
    display: grid;
    grid-template-columns: 13px minmax(0, 1fr);
    gap: 10px;
    align-items: center;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  b {
    color: var(--ink);
    font-weight: 600;
  }
  .why {
    display: block;
    font-size: 0.8125rem;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  @media (max-width: 599px) {
    .buttons > * {
      flex: 1 1 auto;
    }
  }
`;
