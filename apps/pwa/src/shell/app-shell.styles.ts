import { css } from "lit";

export const shellStyles = css`
  :host {
    display: block;
    min-block-size: 100dvh;
    background: var(--ground);
    color: var(--ink);
    font: 400 var(--text-s) / 1.5 var(--font);
    font-variant-numeric: tabular-nums;
    -webkit-text-size-adjust: 100%;
    --nav-height: 61px;
  }
  .skip {
    position: fixed;
    inset-block-start: var(--space-2);
    inset-inline-start: var(--space-2);
    z-index: 40;
    padding: var(--space-3) var(--space-4);
    border-radius: var(--radius-m);
    background: var(--ink);
    color: var(--ground);
    font-weight: 600;
    translate: 0 -200%;
  }
  .skip:focus {
    translate: none;
  }
  .frame {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr);
    align-content: start;
    min-block-size: 100dvh;
    padding-block-end: calc(var(--nav-height) + env(safe-area-inset-bottom));
  }
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 9;
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: calc(58px + env(safe-area-inset-top));
    padding: env(safe-area-inset-top) var(--space-3) 0 var(--space-4);
    background: color-mix(in srgb, var(--ground) 92%, transparent);
    backdrop-filter: blur(14px);
  }
  header .mark {
    color: var(--beacon);
    --icon-size: 26px;
  }
  header .back {
    margin-inline-start: -12px;
  }
  h1 {
    min-inline-size: 0;
    font: 650 min(1.0625rem, 6.4vw) / 1.3 var(--font);
    letter-spacing: -0.01em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h1:focus-visible {
    outline-offset: 4px;
    border-radius: 4px;
  }
  .space {
    flex: 1;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-4);
    padding: 6px max(var(--space-4), env(safe-area-inset-right)) var(--space-6) max(var(--space-4), env(safe-area-inset-left));
    min-inline-size: 0;
  }
  main:focus {
    outline: none;
  }
  ui-toast {
    --toast-offset: var(--nav-height);
  }
  .keys {
    display: none;
  }
  .column {
    --aside: max(var(--space-4), (100% - 760px) / 2);
  }
  .column > :is(header, main) {
    padding-inline: max(var(--aside), env(safe-area-inset-left)) max(var(--aside), env(safe-area-inset-right));
  }
  .column > header {
    padding-inline-end: max(var(--aside) - var(--space-1), env(safe-area-inset-right));
  }
  .signed-out {
    min-block-size: 100dvh;
    padding: env(safe-area-inset-top) var(--space-4) env(safe-area-inset-bottom);
  }
  @media (min-width: 900px) {
    .frame {
      padding-block-end: 0;
      padding-inline-start: 88px;
      --nav-height: 0px;
    }
    header {
      padding: 0 26px;
      min-block-size: 68px;
    }
    /* Now begins with its own heading; this one stays for screen readers. */
    header.own {
      position: absolute;
      inline-size: 1px;
      min-block-size: 0;
      block-size: 1px;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
    }
    header.own + main {
      padding-block-start: 28px;
    }
    header .mark,
    header live-sign,
    header person-menu {
      display: none;
    }
    header .back {
      margin-inline-start: -10px;
    }
    h1 {
      font-size: var(--text-l);
    }
    .keys {
      display: block;
      color: var(--ink-faint);
      font-size: 0.8125rem;
    }
    .keys b {
      color: var(--ink-soft);
      font-weight: 600;
    }
    main {
      padding: 0 26px var(--space-6);
    }
    .column > main {
      padding-block-start: var(--space-1);
    }
    ui-toast {
      --toast-offset: 0px;
    }
  }
`;
