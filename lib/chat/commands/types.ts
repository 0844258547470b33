/**
 * 命令: what staff do by chat. A command reads what was said, asks for what is missing, answers at once when it only
 * looks, and shows a dry answer first (what would happen, to whom) when it changes something for others. What is then
 * done is a deed: a named operation with its data as JSON, so that a confirm page, and 撤销 after it, are data as well.
 */
import type { Reply } from '../../channels/types';
import type { TrainingClass } from '../../classes/types';
import type { Staff } from '../../people/types';
import type { Day } from '../../platform/clock';
import type { Refusal } from '../../platform/refusal';
import type { Planned } from '../../store/commit';
import type { Deed, Duty, FirstStep, OnDuty, Pattern, TurnContext } from '../types';

/** What was found in the words besides the command's own name; every list in the order said. */
export interface Found {
  /** The whole text after the command's name, as typed. */
  rest: string;
  /** Everything said, the words that named the command among them: 没来, 都到了 say more than 点名. */
  said?: string;
  /** Lines after the first, as typed (pasted lists). */
  lines: string[];
  class_ids: string[];
  /** Trades and regions named, by id and code. */
  trades: string[];
  regions: string[];
  patterns: Pattern[];
  /** Days said in any way: 明天, 周六, 7月25, 25号. */
  days: Day[];
  /** Clock times `HH:MM`, with 上午/下午/晚上 read in. */
  times: string[];
  /** Numbers that are none of the above: `3 7 12-15` gives 3 7 12 13 14 15. */
  numbers: number[];
  /** What may be a person's name (2–4 Han characters, longer with a dot) that is no other word known. */
  names: string[];
  /** The last digits of a phone (4), and whole phone numbers. */
  tails: string[];
  phones: string[];
  /** ID numbers as typed, right or wrong: 15 to 18 digits, the last may be X. Never echoed, never kept unsealed. */
  id_numbers: string[];
  /** What nothing above accounts for, fillers off: a reason, a place, words to pass on. */
  left: string;
}

/** Everything a command needs, collected over its turns; JSON. */
export type Args = Record<string, any>;

export type Outcome =
  /**
   * Only looked: this is the answer. `next` are commands offered below it, as they would be typed. `failed`: what was meant
   * is not there, so nothing was shown that a number could choose from.
   */
  | { kind: 'answer'; text: string; full?: string; next?: string[]; failed?: true }
  /**
   * Something is missing: say what was understood, ask for one thing. A number or label chosen among `options`
   * ([value, label]) becomes `args[slot] = value` without `read`; other words go through `read(found, args, slot)` and
   * count as an answer when they change the args. `free`: whatever is said is the answer (a reason, a text), unless it
   * is one of the engine's own words or a command with a mark (#点名). `typed`: the options are sent by their labels, for
   * numbers mean something else here. `full`: everyone by name, on the pages behind 更多.
   */
  | {
      kind: 'ask';
      slot: string;
      text: string;
      full?: string;
      options?: [value: string, label: string][];
      args: Args;
      free?: boolean;
      typed?: boolean;
    }
  /**
   * It would change something for others: what exactly, the deed that does it, and the line that says yes to just that
   * (确定公布, not 确定成绩). With `args` she may still change her
   * mind on the page (改成周日): what she says is read on top of them and a new dry answer shown; with `rewrites` as the
   * answer to that slot once more (a text to pass on). `full` as above.
   */
  | { kind: 'dry'; text: string; full?: string; deed: Deed; yes: string; args?: Args; rewrites?: string }
  /**
   * Goes on in a flow of its own, where pictures count as answers: the engine returns it as the step's `go`, and hands
   * every later message to `inVisit` (flows/visit.ts) while that flow is the conversation's.
   */
  | { kind: 'go'; flow: 'visit'; given: Record<string, string> }
  | { kind: 'refused'; refusal: Refusal };

export interface AtWork extends TurnContext {
  staff: OnDuty;
  /** Which page of a long answer is wanted, from 1: the engine cuts text into pages itself, few need this. */
  page?: number;
  /** What was said before came to nothing: a number alone chooses from no page, and is no command's either. */
  after_failure?: boolean;
}

export interface Command {
  /** `roll_call` */
  name: string;
  /** Its number on the menu; fixed, people learn it. */
  number: number;
  /** 点名 */
  title: string;
  /** One line for the menu's help. */
  does: string;
  /** As one would type it; the help teaches by these, and the tests try them. */
  examples: string[];
  /** What it is called, besides its title. */
  words: string[];
  /** Who may: any of these duties. */
  duties: Duty[];
  /** Its numbers are people's or lessons': `12-15` is a range and `3号` is number 3, never a day. */
  numbered?: boolean;
  /** What is known already plus what was just said → all that is known now. `slot` is what was asked. Pure. */
  read(found: Found, known: Args, slot?: string): Args;
  run(context: AtWork, args: Args): Promise<Outcome>;
}

export interface DeedDone {
  text: string;
  /** What takes it back, within `minutes` (5 unless said). Absent: it cannot be, and the dry answer said so. */
  undo?: { label: string; deed: Deed; minutes?: number };
  next?: string[];
  /**
   * Written one after the other before the rest, for what no one transaction holds (a list of people). Then the deed is
   * planned again with `context.first_done`; each part must be safe to do twice.
   */
  first?: FirstStep[];
}

/** Where a deed is done: her office as its row says now, not as the conversation remembers it. */
export interface DeedContext extends AtWork {
  staff: Staff;
  /** The class of the deed's `class_id`, read afresh; it is hers. */
  training_class?: TrainingClass;
}

/**
 * Does a deed: plans, writes nothing. Merged with the conversation into one transaction. That she may, and that the class
 * is hers, was asked before (deeds.ts).
 */
export type DoDeed = (context: DeedContext, data: Record<string, any>) => Promise<Planned<DeedDone>>;

export type { Deed, Duty, OnDuty, Reply };
