// Which pages tell one thing and what can be done about it? They come together, as they share their parts.
import Agreement from './Agreement.svelte';
import Directive from './Directive.svelte';
import Incident from './Incident.svelte';
import { learn } from '../say';
import { told as words } from '../words/told';

learn(words);

export const told = { agreement: Agreement, directive: Directive, incident: Incident };
