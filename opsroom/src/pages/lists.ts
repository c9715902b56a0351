// Which pages lead on to others? They come together.
import Boundary from './Boundary.svelte';
import Plan from './Plan.svelte';
import Trouble from './Trouble.svelte';
import { learn } from '../say';
import { lists as words } from '../words/lists';

learn(words);

export const lists = { boundary: Boundary, plan: Plan, problem: Trouble };
