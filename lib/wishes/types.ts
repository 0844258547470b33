/** 点单: what people want to learn and when they are free; surveys (摸排); proposals for classes pooled from wishes. */
import type { FreeTime, FreeTimes, Shift } from '../classes/types';
import type { Day, Instant } from '../platform/clock';
import type { Pattern } from '../policy/types';

export type { FreeTime, FreeTimes, Pattern, Shift };

/** Who brought a wish (P4): she herself by chat, a station, a village officer, an answer to a survey, the API. One queue. */
export type WishChannel = 'chat' | 'station' | 'village_officer' | 'survey' | 'api';
/** Theory by phone, in a room, or either (H2). */
export type WishMode = 'online' | 'offline' | 'either';
/** `pooled`: counted in a proposal. `met`: she has a seat in such a class. */
export type WishStatus = 'open' | 'pooled' | 'met' | 'dropped';

/** A trade of no catalogue, in her words (`said`): listed, never pooled. */
export const OTHER_TRADE = 'other';

/**
 * One wish: one person, one trade. `who` is a worker's id; `c_` and the keyed hash of a chat address (someone who is
 * not registered: nothing but her chat is known); or `p_` and a hash of phone and name (someone a station or a village
 * officer spoke for; a family shares one phone).
 */
export interface Wish {
  who: string;
  rev: number;
  home_region: string;
  /** Where she would come: the host region. */
  region: string;
  trade_id: string;
  trade_name: string;
  /** Her words, for `other`. */
  said?: string;
  free: FreeTime[];
  shift?: Shift;
  mode: WishMode;
  /** By which it first came; saying it again keeps it. */
  channel: WishChannel;
  by: string;
  /** When first said: the lead time counts from here (P7). */
  first_at: Instant;
  at: Instant;
  status: WishStatus;
  proposal_id?: string;
  /** The class that met it, and the days from `first_at` to its first lesson. */
  met?: { class_id: string; days: number; at: Instant };
  /** By whom, and why where a reason was given. */
  dropped?: { at: Instant; by: string; reason?: string };
  worker_id?: string;
  /** Not registered, by chat: where to tell her; gone when she unfollows. */
  chat?: string;
  /** Said for someone not registered; the phone sealed by a key of her own. */
  person?: WishedPerson;
}
export interface WishedPerson {
  name: string;
  /** Whom the key belongs to: an id made for her. */
  key_of: string;
  data_key: string;
  phone_sealed: string;
  phone_masked: string;
}

/** Whose wish it is, as the one who brings it can say. */
export type Wisher = { worker_id: string } | { chat: string } | { name: string; phone: string };

/** 开班建议: wishes for one trade at one place, enough for a class. */
export interface Proposal {
  proposal_id: string;
  rev: number;
  home_region: string;
  region: string;
  trade_id: string;
  trade_name: string;
  /** People in it: while it is open those whose wishes stand, once decided those it was decided on. */
  wishes: number;
  /** The pattern most of them can come to, and how many could come to each. */
  pattern: Pattern;
  can_come: Record<Pattern, number>;
  by_channel: Partial<Record<WishChannel, number>>;
  by_mode: Partial<Record<WishMode, number>>;
  first_wish_at: Instant;
  state: 'open' | 'accepted' | 'declined';
  class_id?: string;
  decided?: { at: Instant; by: string; reason?: string };
  created_at: Instant;
}

/** 摸排: three or four questions to those of a segment, for some days. */
export interface Survey {
  /** Short enough to type: `M12`. */
  survey_id: string;
  rev: number;
  home_region: string;
  /** Whom it goes to: those at these sites who follow one of these trades, or none in particular; also the answers offered. */
  regions: string[];
  trades: { trade_id: string; name: string }[];
  /** It went only to those who follow one of these, or none in particular. */
  only_trades?: string[];
  state: 'open' | 'closed';
  /** How many were in the segment when it began. */
  segment: number;
  started_at: Instant;
  closes_at: Instant;
  closed_at?: Instant;
  /** Reminders still to go out, soonest first. */
  remind_at: Instant[];
  reminded: number;
  by: string;
}

/** One person's answer; answering again replaces it. `channel` is `survey` where she answered herself. */
export interface SurveyAnswer {
  survey_id: string;
  who: string;
  rev: number;
  region: string;
  /** A trade id, `other`, or `none`: nothing. */
  trade_id: string;
  trade_name?: string;
  said?: string;
  free: FreeTime[];
  shift?: Shift;
  mode: WishMode;
  willing: boolean;
  channel: WishChannel;
  by: string;
  at: Instant;
}

export type WishRefusal =
  | 'wish_unknown'
  | 'wishes_too_many'
  | 'wish_text'
  | 'survey_unknown'
  | 'survey_closed'
  | 'survey_going_out'
  | 'survey_answered'
  | 'survey_place'
  | 'survey_places'
  | 'proposal_unknown'
  | 'proposal_decided'
  | 'proposal_empty';

/** The month of a sheet: `2025-08`. */
export type Month = string;
export type { Day, Instant };
