import { css } from "lit";

/** The line below a chart that reads out the bar that is chosen. */
export const chartReadStyles = css`
  .read {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-3);
    min-block-size: var(--touch);
    margin-block-end: calc(-1 * var(--space-2));
    font-size: 0.8125rem;
  }
  .read a {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: var(--touch);
    min-inline-size: var(--touch);
    color: var(--info);
    font-weight: 600;
    text-decoration: none;
    --icon-size: 14px;
  }
`;
