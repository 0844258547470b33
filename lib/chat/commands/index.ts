/** The commands by number, and the deeds they lead to. A new command is a file and a line here. */

import * as attendance from './attendance';
import * as certificates from './certificates';
import * as classes from './classes';
import * as enrolFor from './enrol-for';
import * as findWorker from './find-worker';
import * as followUp from './follow-up';
import * as inspection from './inspection';
import * as leave from './leave';
import * as makeUp from './make-up';
import * as monthlySheet from './monthly-sheet';
import * as moveLesson from './move-lesson';
import * as notify from './notify';
import * as openClass from './open-class';
import * as proposals from './proposals';
import * as review from './review';
import * as rollCall from './roll-call';
import * as roster from './roster';
import * as scores from './scores';
import * as sheets from './sheets';
import * as signInCode from './sign-in-code';
import * as signOff from './sign-off';
import * as survey from './survey';
import * as threads from './threads';
import * as today from './today';
import type { Command, DoDeed } from './types';
import * as wishFor from './wish-for';
import * as withdrawFor from './withdraw-for';

const ALL: { command: Command; deeds?: Record<string, DoDeed> }[] = [
  survey,
  wishFor,
  proposals,
  monthlySheet,
  sheets,
  certificates,
  followUp,
  review,
  scores,
  moveLesson,
  openClass,
  attendance,
  leave,
  makeUp,
  rollCall,
  signInCode,
  enrolFor,
  inspection,
  signOff,
  notify,
  threads,
  withdrawFor,
  findWorker,
  roster,
  classes,
  today,
];

export const COMMANDS: Command[] = ALL.map(({ command }) => command);

/** Each deed with the command it comes of: who may give the one may do the other. */
export const DEEDS: Record<string, { plan: DoDeed; command: Command }> = Object.fromEntries(
  ALL.flatMap(({ command, deeds = {} }) => Object.entries(deeds).map(([name, plan]) => [name, { plan, command }])),
);
