// The page of one figure by itself: it shares its chart and its words with the pages that tell one thing.
import Indicator from './Indicator.svelte';
import { learn } from '../say';
import { told } from '../words/told';

learn(told);

export const page = Indicator;
