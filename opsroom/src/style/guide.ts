// The look of laying a unit down, for the pieces that do; put on the first time that one of them comes.
import { adopt } from '../say';
import rules from './guide.css?inline';

adopt(rules);
