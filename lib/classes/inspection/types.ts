/** 巡查, 跟班 (D11, D20): inspectors drawn by chance from those without a tie, what each of them found, and the pictures. */
import type { Instant } from '../../platform/clock';

/** Why someone may not inspect this class. */
export type Tie =
  /** Works for who trains, assesses, employs, or runs the class. */
  | 'institution'
  | 'evaluator'
  | 'employer'
  | 'station'
  /** Is the same person as someone who teaches, supervises or assesses it. */
  | 'teacher'
  | 'assessor'
  /** Learns in it. */
  | 'enrolled'
  /** Made the draw. */
  | 'drew'
  /** Nobody knows which person it is. */
  | 'unidentified';

export interface Inspector {
  staff_id: string;
  name: string;
  org_id: string;
  org_name: string;
}

/** `CLASS#id INSPECT#i_…`: one draw. With candidates and seed anybody can make it again. */
export interface Inspection {
  inspection_id: string;
  class_id: string;
  rev: number;
  home_region: string;
  state: 'drawn' | 'reported' | 'dropped';
  /** Staff ids, in order; those who could have been drawn. */
  candidates: string[];
  excluded: { staff_id: string; ties: Tie[] }[];
  seed: string;
  inspectors: Inspector[];
  drawn_at: Instant;
  drawn_by: string;
  /** All of them have reported; late when one of them was. */
  reported_at?: Instant;
  late?: boolean;
  /** Drawn anew instead: why. */
  dropped?: { at: Instant; by: string; reason: string };
}

export interface Picture {
  /** Within the inspection; in the name of its file. */
  n: number;
  state: 'fetching' | 'kept' | 'lost';
  noted_at: Instant;
  /** Not kept, for it was handed in before. */
  reused?: boolean;
  /** When the channel was given up: no fault of hers, so she has the policy's hours from then on. */
  lost_at?: Instant;
  /** What it can be fetched by, until it is kept. */
  media?: { id?: string; url?: string };
  type?: PictureType;
  bytes?: number;
  /** sha256 of the file, so that it cannot be changed unseen. */
  sha256?: string;
}
export type PictureType = 'image/jpeg' | 'image/png';

/** `CLASS#id INSPECT#i_…#VISIT#staff`: what one inspector found. */
export interface Visit {
  inspection_id: string;
  class_id: string;
  staff_id: string;
  name: string;
  state: 'under_way' | 'finished';
  /** When she began to report, at the place. */
  visited_at: Instant;
  /** The lesson that was being held then, if any. */
  lesson?: number;
  /** 人: counted by her, and enrolled then. */
  heads: number;
  roster: number;
  teacher_there: boolean;
  as_timetable: boolean;
  remarks?: string;
  /** By number. */
  pictures: Record<string, Picture>;
  finished_at?: Instant;
  /** Finished later than the policy allows after the visit. */
  late?: boolean;
}

export type InspectionRefusal =
  | 'class_unknown'
  | 'class_not_published'
  | 'too_few_inspectors'
  | 'inspection_unknown'
  | 'inspection_not_yours'
  | 'inspection_open'
  | 'class_not_running'
  | 'visit_finished'
  | 'visit_not_finished'
  | 'pictures_missing'
  | 'too_many_pictures'
  | 'picture_unknown';
