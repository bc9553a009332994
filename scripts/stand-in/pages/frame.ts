import { type Html, html } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --paper: #faf7f0; --ink: #1d1a17; --line: #c9c0b0; --accent: #a8321b; --field: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #191715; --ink: #ece6da; --line: #5a5248; --accent: #ff9478; --field: #24211e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
.bench { margin: 0; padding: .6rem 1rem; background: var(--ink); color: var(--paper); text-align: center; font-weight: 600; }
.bench a { color: inherit; }
main { max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); }
a { color: var(--accent); }
dl { display: grid; grid-template-columns: 1fr auto; gap: .35rem 1rem; margin: 1rem 0; }
dd { margin: 0; text-align: right; }
.total { font-weight: 700; }
label, legend { display: block; margin: 1rem 0 .3rem; font-weight: 600; }
input[type=text], input[type=email], select { width: 100%; min-height: 2.75rem; padding: .5rem .7rem; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--ink); border-radius: 2px; }
legend { padding: 0; }
fieldset { margin: 1.25rem 0; padding: 0; border: 0; }
.choice { display: flex; gap: .7rem; align-items: baseline; margin: 0; padding: .55rem 0; font-weight: 400; }
.choice input { flex: none; width: 1.15rem; height: 1.15rem; transform: translateY(.15rem); accent-color: var(--accent); }
button { min-height: 2.75rem; padding: .5rem 1.1rem; font: inherit; font-weight: 600; color: var(--ink); background: none; border: 1px solid var(--ink); border-radius: 2px; cursor: pointer; }
button.main { width: 100%; color: var(--paper); background: var(--ink); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; }
.row > input { flex: 1; width: auto; }
.said { padding: .7rem 1rem; border: 2px solid var(--accent); }
.fine { font-size: .9375rem; }
ul { padding-left: 1.2rem; }
li { margin: .4rem 0; }
code { overflow-wrap: anywhere; }
`;

/** A page of the stand-in, whole. It says on top that nothing here is real. */
export function frame(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>${title} – banc d’essai</title>
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
        <header class="bench">Banc d’essai : aucun paiement réel. <a href="/_stand-in/">Ce qu’il sait faire</a></header>
        <main>${body}</main>
      </body>
    </html>`.html;
}

export function notice(text: string | null): Html | null {
  return text === null ? null : html`<p class="said" role="alert">${text}</p>`;
}
