/** What the demonstration is made of: how large it is, who takes part, and what comes out at the end. */
import type { Desk, Staffer, Tally } from './desk';
import fukang from './fukang-2025.json';
import { type Person, people } from './people';
import type { Outcome } from './talk';

export interface Scale {
  seed: number;
  /** Seats per class, in the order of the data file. */
  capacity: number[];
  /** 课时 of each class, eight a day. */
  units: number;
  /** Per class: late comers (the class is full, they wait), those who leave, those who enrol in the other class first. */
  late: number;
  leaving: number;
  switching: number;
  /** Per class: those who come when sign-up is over. */
  too_late: number;
  /** Per class: enrolled by the officer by name, and in one pasted list. */
  by_name: number;
  pasted: number;
  /** Per class: wishes village officers pass on through the API. */
  from_villages: number;
  at_once: number;
  /** How many steps of the story are told; all when left out. */
  steps?: number;
}

export const WHOLE: Scale = {
  seed: 20_250_724,
  capacity: fukang.classes.map((one) => one.capacity),
  units: 120,
  late: 8,
  leaving: 5,
  switching: 3,
  too_late: 2,
  by_name: 3,
  pasted: 6,
  from_villages: 6,
  at_once: 16,
};

export interface Opened {
  class_id: string;
  title: string;
  trade: string;
}

export interface Cast {
  described: (typeof fukang.classes)[number];
  seats: number;
  /** Once the proposal is accepted. */
  opened: Opened;
  first: Person[];
  late: Person[];
  too_late: Person[];
}

export interface Staff {
  officers: [Staffer, Staffer];
  office: Staffer;
  teacher: Staffer;
  assessors: [Staffer, Staffer];
  inspectors: Staffer[];
  supervisor: Staffer;
  orgs: { station: string; institution: string; evaluator: string; employer: string; office: string };
}

export interface RosterRead {
  class_id: string;
  title: string;
  enrolled: number;
  members: { worker_id: string; name: string; id_number_masked?: string; phone_masked?: string; status: string }[];
  line: { name: string; position: number; status: string }[];
}

export type Counts = Partial<Record<Outcome, number>>;

/** What a step of the story did, and at what cost. */
export interface StepTold {
  title: string;
  lines: string[];
  cost: Tally;
  seconds: number;
}

/** Everything a step of the story may need. */
export interface Story {
  desk: Desk;
  scale: Scale;
  casts: Cast[];
  staff: Staff;
  counts: Counts;
  /** What is the same at every run, gathered by the steps. */
  facts: string[];
  /** A matter of the step is settled. */
  tell(what: string): void;
}

/** Who comes for which class, dealt like cards, so that neighbours in the crowd are of different classes. Pure. */
export function castsOf(scale: Scale): Cast[] {
  const in_time = scale.capacity.reduce((sum, seats) => sum + seats + scale.late, 0);
  const everyone = people(scale.seed, in_time + scale.capacity.length * scale.too_late);
  const casts = fukang.classes.map((described, i): Cast => {
    const [from, to] = [in_time + i * scale.too_late, in_time + (i + 1) * scale.too_late];
    // They have her code from a poster: the class is in no list any more.
    const too_late = everyone
      .slice(from, to)
      .map((one) => ({ ...one, habits: { ...one.habits, comes_by: 'code' as const } }));
    const opened = { class_id: '', title: described.title, trade: '' };
    return { described, seats: scale.capacity[i]!, opened, first: [], late: [], too_late };
  });
  for (const person of everyone.slice(0, in_time)) {
    const open = casts.filter((cast) => cast.first.length + cast.late.length < cast.seats + scale.late);
    const cast = open[Math.floor(person.random() * open.length)]!;
    (cast.first.length < cast.seats ? cast.first : cast.late).push(person);
  }
  return casts;
}

/** Serial number of a person, by which her doings are dealt out. */
export const serialOf = (person: Person): number => Number(person.openid.slice(-4));
