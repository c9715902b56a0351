// Which pages lead on to others? They come together.
import Boundary from './Boundary.svelte';
import Plan from './Plan.svelte';
import Trouble from './Trouble.svelte';
import Units from './Units.svelte';

export const lists = { boundary: Boundary, plan: Plan, problem: Trouble, units: Units };
