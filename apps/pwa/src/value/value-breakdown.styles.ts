import { css } from "lit";

export const breakdownStyles = css`
  .groups a {
    grid-template-columns: minmax(0, 1fr) auto;
    padding-block: var(--space-2);
  }
  @media (max-width: 19.9rem) {
    .groups a {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .groups ui-range {
    grid-column: 1 / -1;
  }
  .groups .detail {
    margin-block: 0;
  }
`;
