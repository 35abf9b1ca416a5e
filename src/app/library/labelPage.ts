import { html } from '../report/index.js';
import { script, styles } from './pageFiles.js';

/** The page on which a person labels patches: HTML that loads pictures and sends labels, and nothing from elsewhere. */
export function labelPage(title: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${styles('base.css', 'label/label.css')}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <span class="muted" id="progress"></span>
          <button type="button" id="done">Done, go on</button>
        </header>
        <main>
          <section>
            <div class="pictures">
              <figure>
                <img id="patch" alt="The patch to label" />
                <figcaption>The object in the middle</figcaption>
              </figure>
              <figure>
                <img id="context" alt="The patch in its micrograph" />
                <figcaption>The same in its micrograph</figcaption>
              </figure>
            </div>
            <p class="muted" id="where"></p>
            <div class="moves">
              <button type="button" id="back"><kbd>←</kbd> Back</button>
              <button type="button" id="forward">Forward <kbd>→</kbd></button>
              <button type="button" id="skip">Skip <kbd>s</kbd></button>
              <button type="button" id="undo">Undo <kbd>u</kbd></button>
              <button type="button" id="clear">No label <kbd>0</kbd></button>
            </div>
          </section>
          <aside>
            <h2>Which class is it?</h2>
            <ul id="classes"></ul>
            <form class="add" id="add">
              <input type="text" id="class-name" placeholder="Name of a new class" aria-label="Name of a new class" />
              <button type="submit">Add</button>
            </form>
            <div id="message" role="alert"></div>
          </aside>
        </main>
        <script type="module">
          ${script('label')};
        </script>
      </body>
    </html> `.html;
}
