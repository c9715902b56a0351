// Which pages tell what levels ask of each other? They come together, as they share their parts.
import Agreement from './Agreement.svelte';
import Directive from './Directive.svelte';
import rules from '../style/terms.css?inline';
import { adopt, learn } from '../say';
import { agreed } from '../words/agreed';
import { told } from '../words/told';

adopt(rules);
learn(told);
learn(agreed);

export const terms = { agreement: Agreement, directive: Directive };
