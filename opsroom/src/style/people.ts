// The look of people and of long lists of small deeds, for the pages that have them; put on the first time that one of them comes.
import { wear } from '../here.svelte';
import rules from './people.css?inline';

wear(rules);
