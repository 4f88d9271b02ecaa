import { css } from "lit";

/** What the sheets share that ask before something is done. */
export const sheetStyles = css`
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    padding-block: var(--space-1) var(--space-4);
    font: 400 var(--text-s) / 1.5 var(--font);
    color: var(--ink);
  }
  p {
    overflow-wrap: anywhere;
  }
  code {
    font: 500 0.8125rem / 1.5 var(--mono);
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  .buttons {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-2);
  }
  .away,
  .problem {
    color: var(--bad);
    font-weight: 550;
  }
`;
