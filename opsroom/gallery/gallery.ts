// What do all states look like beside each other? Built for the checks alone (`vite build --mode gallery`): the program does not carry it.
import { mount } from 'svelte';
import '../src/style/tokens.css';
import '../src/style/frame.css';
import '../src/style/parts.css';
import '../src/style/pages.css';
import '../src/style/forms.css';
import '../src/style/today.css';
import '../src/style/small.css';
import './gallery.css';
import Top from '../src/frame/Top.svelte';
import { here } from '../src/here.svelte';
import { learn } from '../src/say';
import { door } from '../src/words/door';
import { lists } from '../src/words/lists';
import { today } from '../src/words/today';
import { told } from '../src/words/told';
import Gallery from './Gallery.svelte';
import { frame } from './samples';

for (const words of [door, lists, today, told]) learn(words);
here.lang = localStorage.getItem('lang') === 'es' ? 'es' : 'en';
here.view = frame;
document.documentElement.lang = here.lang;
const place = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
mount(Top, { target: place('top') });
mount(Gallery, { target: place('main') });
