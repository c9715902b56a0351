// What does the page itself say in English? Sentences about units come from the server; these are the fixed words around them. Here is
// what the first load and more than one kind of page need; what else a page says stands in a file beside this one and comes with the page.
import type { agreed } from './agreed';
import type { door } from './door';
import type { flow } from './flow';
import type { guide } from './guide';
import type { hindsight } from './hindsight';
import type { minute } from './minute';
import type { keeping } from './keeping';
import type { laying } from './laying';
import type { past } from './past';
import type { lists } from './lists';
import type { long } from './long';
import type { me } from './me';
import type { people } from './people';
import type { out } from './out';
import type { prove } from './prove';
import type { settings } from './settings';
import type { several } from './several';
import type { sharing } from './sharing';
import type { tablet } from './tablet';
import type { telex } from './telex';
import type { today } from './today';
import type { told } from './told';
import type { units } from './units';
import type { ways } from './ways';
import type { once } from './once';
import type { setup } from './setup';
import type { audit } from './audit';

export const en = {
  skip: 'Skip to content',
  where_you_are: 'Where you are',
  keys: 'Pages of this unit',
  home: 'All units',
  live: 'live, {time}',
  as_of: 'as of {time}',
  nothing_since: 'Nothing heard since {time}. What you see may be old.',
  language_other: 'Cambiar a español',
  seeing_as: 'seeing as {unit}',
  seeing_as_nobody: 'choose who you are',
  sign_out: 'Sign out',
  settings: 'You and this page',
  close: 'Close',
  none_found: 'No unit has that in its name.',
  no_answer: 'The server does not answer. What you see stays; try again in a moment.',
  try_again: 'Try again',

  key_room: 'Room',
  key_today: 'Today',
  key_flow: 'Flow',
  key_plan: 'Plan',
  key_telex: 'Telex',

  passed_up: 'Passed up to us',
  ours: 'Ours to put right',
  due_today: 'Due today',
  enter_them: 'Enter them',
  to_answer: 'Waiting for our answer',
  telex: 'Telex',
  earlier_lines: '{count} earlier lines',
  help_awaited: 'Answered; they have yet to say that help came: {count}',
  and_more: 'and {count} more, the oldest of {date}',
  time_left: 'time left',
  actuality: 'actuality',
  capability: 'capability',
  potentiality: 'potentiality',
  unreleased: 'not released yet',
  ratios_legend: 'productivity × latency, performance, %',
  ratios_spoken: 'productivity {productivity}, latency {latency}, performance {performance} percent',
  ratio_none: 'not known',
  nothing_here: 'Nothing to show yet',
  nothing_here_why: 'Figures appear here as soon as the first report is in.',
  back_of: '{count} of {needed}',

  as_table: 'As a table',
  table_time: 'When',
  table_flag: 'Against what was expected',
  chart_cursor: 'Readings one by one: {heading}. Arrow keys move.',
  due_mark: 'due',
  level_before: '{level} before',
  flag_as_expected: 'as expected',
  flag_unusual: 'unusual',
  flag_one_off: 'one-off',
  flag_changed: 'after the change',
  flag_back: 'back in the band',
  flag_better: 'better',
  flag_corrected: 'corrected',
  flag_kept: 'kept, not judged',

  what_you_can_do: 'What you can do',

  act_withdraw: 'Withdraw',
  not_now: 'Not now',
  sending: 'Sending',

  field_by: 'Your role',
  field_by_hint: 'as others know it, no name needed',
  field_words: 'In words',
  field_reason: 'Reason; the others read it',
  field_review: 'Review on',
  field_value: 'Value, {unit}',

  no_data: 'No data',
  kept: 'kept here',

  agreements: 'Agreements',
  reason_heading: 'The reason given',

  signed_as: 'Signed as {title}.',
  to_sharing: 'Sharing',
  to_setup: 'How it is kept',
  to_audit: 'Who did what',

  field_password: 'Password',
  field_code: 'One-time code',
  field_code_hint: 'six digits, from the app on your telephone',
  password_show: 'Show the password',
  show: 'Show',
  hide: 'Hide',

  field_title: 'Signs with',
  since: 'since {when}',
} as const;

/** A catalogue: a missing or a surplus key fails the type check. */
export type Catalogue = Record<keyof typeof en, string>;
type Later = typeof agreed
  & typeof audit
  & typeof door
  & typeof flow
  & typeof guide
  & typeof hindsight
  & typeof keeping
  & typeof laying
  & typeof lists
  & typeof long
  & typeof me
  & typeof minute
  & typeof once
  & typeof past
  & typeof people
  & typeof out
  & typeof prove
  & typeof settings
  & typeof several
  & typeof setup
  & typeof sharing
  & typeof tablet
  & typeof telex
  & typeof today
  & typeof told
  & typeof units
  & typeof ways;
export type Word = keyof typeof en | keyof Later['en'];
