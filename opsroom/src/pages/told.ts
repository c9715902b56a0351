// The page of an incident, with the words of what is told.
import Incident from './Incident.svelte';
import { learn } from '../say';
import { told } from '../words/told';

learn(told);

export const page = Incident;
