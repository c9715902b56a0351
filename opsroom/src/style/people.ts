// The look of people and of long lists of small deeds, for the pages that have them; put on the first time that one of them comes.
import { adopt } from '../say';
import rules from './people.css?inline';

adopt(rules);
