// How does the page begin? The server's plain HTML stays in place until the first view is ready to be drawn. The outbox begins to send what
// waits whichever page comes first; what several later pieces share comes with the first, or would be one more request.
import { mount } from 'svelte';
import './outbox.svelte';
import './parts/Entry.svelte';
import './parts/Form.svelte';
import './parts/Shows.svelte';
import './parts/Signing.svelte';
import './style/tokens.css';
import './style/frame.css';
import './style/parts.css';
import './style/pages.css';
import './style/forms.css';
import './style/small.css';
import Dock from './frame/Dock.svelte';
import Top from './frame/Top.svelte';
import Shown from './frame/Shown.svelte';
import { prove } from './frame/prove';
import { press } from './frame/ways';
import { here } from './here.svelte';
import { adopt } from './say';
import { stand_at } from './server';
import type { View } from './view';

const PAPER_MS = 2_000;

function inlined(): View | null {
  const text = document.getElementById('view')?.textContent ?? '';
  return text.startsWith('{') ? (JSON.parse(text) as View) : null;
}

function place(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

addEventListener('keydown', press);
stand_at({ sign_in: () => void here.sign_in(), prove });
void here.start(inlined()).then(() => {
  const main = place('main');
  main.replaceChildren();
  mount(Top, { target: place('top') });
  mount(Shown, { target: main });
  mount(Dock, { target: place('dock') });
  // Nobody prints a page that has only just come: the sheet for paper follows when the rest is there.
  setTimeout(() => void import('./style/print.css?inline').then(({ default: css }) => adopt(css), () => {}), PAPER_MS);
});
