// Which pages tell what levels ask of each other? They come together, as they share their parts.
import Agreement from './Agreement.svelte';
import Directive from './Directive.svelte';
import { learn } from '../say';
import { told } from '../words/told';

learn(told);

export const terms = { agreement: Agreement, directive: Directive };
