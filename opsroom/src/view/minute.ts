/** The shapes of the first minute of a rehearsal: what its nodes were asked, and what they answered. */
import type { IncidentView, Page, RoomView, Time } from '../view';

export type MinuteView = Page<'minute'>;

/** What a node was asked, and what it answered, as it came. */
export interface Said<Body> {
  node: string;
  method: string;
  path: string;
  viewer: string;
  status: number;
  digest: string;
  body: Body;
}

export interface StoryPlace {
  path: string;
  name: string;
  node: string;
}

/** A figure, searched for on a disk. */
export interface Sought {
  files: number;
  bytes: number;
  in_bytes: number;
  in_log: number;
  in_kept: number;
  readings: number;
}

/** What the probe is answered: the readings of a series, or why there are none. */
export interface Probed {
  title?: string;
  of?: number;
  visible_from?: string | null;
}

export interface Minute {
  stop: 1 | 2 | 3 | 4;
  now: Time;
  stops: Time[];
  typed: number | null;
  told_after_s: number | null;
  suggested: number;
  room: string;
  plant: StoryPlace;
  sector: StoryPlace;
  nation: StoryPlace;
  told: Said<IncidentView | RoomView>;
  sector_room: Said<RoomView>;
  sector_before: string;
  probe: Said<Probed>;
  risen: Said<IncidentView> | null;
  nation_room: Said<RoomView>;
  disk_above: Sought;
  disk_own: Sought;
}

export type Turn = { turn: 'type'; value: number } | { turn: 'next' } | { turn: 'again' };
