// Which pages tell what levels ask of each other? They come together, as they share their parts.
import Agreement from './Agreement.svelte';
import Directive from './Directive.svelte';
import rules from '../style/terms.css?inline';
import { adopt, learn } from '../say';
import { told } from '../words/told';

adopt(rules);
learn(told);

export const terms = { agreement: Agreement, directive: Directive };
