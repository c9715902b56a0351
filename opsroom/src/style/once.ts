// The look of what is shown once, for the pieces that show it; put on the first time that one of them comes.
import { adopt } from '../say';
import rules from './once.css?inline';

adopt(rules);
