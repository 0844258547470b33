/** Conversing: what is remembered of a conversation, and what a flow is. */
import type { Message, Reply } from '../channels/types';
import type { Duty } from '../people/types';
import type { World } from '../platform/world';
import type { Pattern } from '../policy/types';
import type { Planned } from '../store/commit';
import type { Change } from '../store/table';

/** One row per person and channel (`CHAT#channel:address STATE`). Kept small: every turn writes it. */
export interface Conversation {
  /** `channel:address`. */
  chat: string;
  rev: number;
  worker_id?: string;
  /** Her name once registered, to greet her without another read. */
  name?: string;
  /** Region of her site; its rows form the audience of news. Absent until known. */
  site?: string;
  /** Topics she turned off. */
  topics_off?: string[];
  /** Trades she follows. */
  trades?: string[];
  /** The office she holds (staff bound to this account); gone at once when she leaves it. */
  staff?: OnDuty;
  /** The last surveys she answered, by a space: she is not reminded of them. */
  surveyed?: string;
  /** Which hat the staff wears: at work, or as a worker herself. Absent is at work. */
  hat?: 'worker';
  /** The group in which the page of the present command was shown; absent when it was in private. */
  group?: string;
  /** What was last done at work, and how it is undone (撤销), until when. */
  undo?: { label: string; deed: Deed; until_ms: number; group?: string };
  /** The flow she is in; absent at the top. */
  flow?: FlowState;
  /** A flow set aside by another wish, offered again when that is done. */
  paused?: FlowState;
  /** Misses in a row, over flows. */
  misses: number;
  /** Handed to a person: the thread's id. While set, what she says goes there. */
  thread?: string;
  /** What she said in the thread was acknowledged once; after that the bot keeps quiet. */
  thread_noted?: boolean;
  /** Marks of the last messages (second sent and a short hash of the id), the last answered first; what was sent before `seen_from_ms` is a replay. */
  seen: string[];
  seen_from_ms: number;
  /** The answer to the last message (the first in `seen`): a retry gets the same. */
  last_reply?: Reply;
  /** The last reply came too late to be an answer and went out as a push: a retry gets none. */
  last_pushed?: boolean;
  /** Messages of the last minute, by spans of ten seconds up to `span` (ms/10000); see turn.ts. */
  span: number;
  in_minute: number;
  /** When she last wrote (ms), and when she last followed, scanned or used the menu: WeChat's windows. */
  heard_ms: number;
  following: boolean;
}

/** Who is at work here, kept in the conversation; commands that act read the staff row itself. */
export interface OnDuty {
  staff_id: string;
  name: string;
  org_id: string;
  org_name: string;
  /** The area looked after: a station's host region, everyone else's own. */
  region: string;
  duties: Duty[];
}

/** A named thing to do with its data, as JSON: what a confirm page will do, and what 撤销 will do. */
export interface Deed {
  name: string;
  data: Record<string, any>;
}

export interface FlowState {
  name: FlowName;
  version: number;
  /** Answers so far, by slot. Sensitive ones sealed. */
  slots: Record<string, string>;
  /** The slot being asked. */
  asking?: string;
  /** Misses on this question. */
  tries: number;
  /** Slots in the order answered, for 返回; at most 10. */
  history: string[];
  /** What the numbers on the screen stand for, in order: `1` is the first. */
  options?: string[];
  /** Facts shown on the confirm page, so that confirming needs no second read; their revisions are conditions of the write. */
  held?: any;
  /** When last touched; after a day she gets a summary first. */
  at_ms: number;
  /** She left it herself (取消), or was already reminded of it: kept, but not offered again unasked. */
  left?: boolean;
}

export type FlowName = 'sign_up' | 'browse' | 'my_classes' | 'site' | LaterFlowName;

/** Flows that few turns need: in the part of the bundle that is loaded later (later.ts). */
export type LaterFlowName =
  | 'profile'
  | 'topics'
  | 'erase'
  // A seat kept for her.
  | 'offer'
  // Binding a staff member's account by a one-time code.
  | 'bind'
  // 点单: what she would like to learn, and when she is free.
  | 'wish'
  // 摸排: a survey's questions.
  | 'survey'
  // 签到: the code of the lesson, and her location where the class has a fence.
  | 'sign_in'
  // The officer's list put her down as present: is it true?
  | 'confirm_mark'
  // An online lesson asks whether she is there.
  | 'online'
  // 请假.
  | 'leave'
  // 我的考勤: her hours and missed lessons.
  | 'attendance'
  // Results, appeal, certificates.
  | 'results'
  // 回访: job, place, post, wage, at 1, 3 and 6 months.
  | 'follow_up'
  // An inspector reports a visit, at work.
  | 'visit'
  // Everything a staff member says at work: commands.
  | 'command';

/** What a person wants, as `understand` reads it. */
export type IntentName =
  | 'yes'
  | 'no'
  | 'stop'
  | 'human'
  | 'cancel'
  | 'back'
  | 'help'
  | 'menu'
  | 'unsubscribe'
  | 'erase'
  | 'browse'
  | 'enrol'
  | 'withdraw'
  | 'my_classes'
  | 'where_when'
  | 'profile'
  | 'site'
  | 'accept_offer'
  | 'decline_offer'
  | 'greeting'
  | 'thanks'
  // In the part loaded later.
  | 'wish'
  | 'sign_in'
  | 'leave'
  | 'attendance'
  | 'results';

/** What was made of a text. */
export interface Understanding {
  /** Normalised: NFKC, simplified, no punctuation or emoji, numerals kept. */
  text: string;
  /** The one sure intent, if any. */
  intent?: IntentName;
  /** Less sure ones, best first, at most 3: asked as 你是想…？ */
  maybe: IntentName[];
  /** A number on its own (`2`, `二`, `第二个`, `选2`), for options. */
  number?: number;
  /** A class code found in it (`A17`). */
  class_id?: string;
  /** Trades named in it, by id. */
  trades: string[];
  /** Patterns named in it. */
  patterns: ('weekend' | 'evening' | 'full_time')[];
  /** Region of a place named in it. */
  region?: string;
}

/** What a flow step answers with: what to say, what to write besides the conversation, and where it goes. */
export interface Step {
  /** Absent when nothing is to be said. */
  reply?: Reply;
  changes?: Change[];
  /** The flow's next state; `undefined` ends the flow. */
  flow?: FlowState;
  /** Changes to the conversation itself. */
  conversation?: Partial<Conversation>;
  /** Go on at once in another flow, whose answer counts; what else stands here is kept. */
  go?: { flow: FlowName; given: Record<string, string> };
  /** Written one after the other before everything else (erasing: leave each class first). */
  first?: FirstStep[];
  /** Said by the way, in a group: what was on her own screen before stays what her numbers mean. */
  aside?: boolean;
}

/** A part of a turn that is written by itself before the rest; safe to do again when the turn is retried. */
export type FirstStep = () => Promise<Planned<unknown>>;

export interface TurnContext {
  world: World;
  conversation: Conversation;
  message: Message;
  now_ms: number;
  /** 0 for a first attempt; later ones must read afresh. */
  attempt: number;
  /** The step's `first` parts are written: decide on the rest. */
  first_done?: boolean;
}

export interface Flow {
  name: FlowName;
  version: number;
  /** What she was doing, for 继续 and 帮助: `报名电工班`. */
  summary(state: FlowState): string;
  /** Enter the flow, with what is known already. */
  start(context: TurnContext, given: Record<string, string>): Promise<Step>;
  /** One answer in the flow; `undefined` when the text is no answer to what was asked. */
  answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined>;
  /** Ask again (after 返回, a pause, or a miss). */
  ask(context: TurnContext, state: FlowState): Promise<Step>;
  /** One step back (返回); `undefined` when this is where it began. */
  back(context: TurnContext, state: FlowState): Promise<Step | undefined>;
  /** What is asked here, and why, in other words (帮助). */
  help(state: FlowState): string;
  /** A hint for a first and a second miss on this question. */
  hint(state: FlowState, tries: number): string;
  /** Whether anything in it is worth coming back to. */
  keeps(state: FlowState): boolean;
  /** A word that could mean the opposite here (取消 on "leave this class?"): what to ask instead of obeying; '' where the sentence answers the page. */
  doubts?(state: FlowState, said: Understanding): string | undefined;
}

export type { Duty, Message, Pattern, Reply };
