// Which pages come together, after the Room?
import Agreement from './Agreement.svelte';
import Boundary from './Boundary.svelte';
import Directive from './Directive.svelte';
import Incident from './Incident.svelte';
import Indicator from './Indicator.svelte';
import Plan from './Plan.svelte';
import Trouble from './Trouble.svelte';
import Units from './Units.svelte';

export const more = {
  agreement: Agreement, boundary: Boundary, directive: Directive, incident: Incident, indicator: Indicator, plan: Plan, problem: Trouble, units: Units,
};
