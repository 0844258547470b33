/** The commands by number, and the deeds they lead to. A new command is a file and a line here. */

import { command as attendance } from './attendance';
import { command as certificates, deeds as certificatesDeeds } from './certificates';
import { command as classes } from './classes';
import { command as enrolFor, deeds as enrolForDeeds } from './enrol-for';
import { command as findWorker } from './find-worker';
import { command as followUp, deeds as followUpDeeds } from './follow-up';
import { command as inspection, deeds as inspectionDeeds } from './inspection';
import { command as leave, deeds as leaveDeeds } from './leave';
import { command as makeUp, deeds as makeUpDeeds } from './make-up';
import { command as monthlySheet } from './monthly-sheet';
import { command as moveLesson, deeds as moveLessonDeeds } from './move-lesson';
import { command as notify, deeds as notifyDeeds } from './notify';
import { command as openClass, deeds as openClassDeeds } from './open-class';
import { command as proposals, deeds as proposalsDeeds } from './proposals';
import { command as review, deeds as reviewDeeds } from './review';
import { command as rollCall, deeds as rollCallDeeds } from './roll-call';
import { command as roster } from './roster';
import { command as scores, deeds as scoresDeeds } from './scores';
import { command as sheets } from './sheets';
import { command as signInCode } from './sign-in-code';
import { command as signOff, deeds as signOffDeeds } from './sign-off';
import { command as survey, deeds as surveyDeeds } from './survey';
import { command as threads, deeds as threadsDeeds } from './threads';
import { command as today } from './today';
import type { Command, DoDeed } from './types';
import { command as wishFor, deeds as wishForDeeds } from './wish-for';
import { command as withdrawFor, deeds as withdrawForDeeds } from './withdraw-for';

export const COMMANDS: Command[] = [
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

export const DEEDS: Record<string, DoDeed> = {
  ...surveyDeeds,
  ...wishForDeeds,
  ...proposalsDeeds,
  ...certificatesDeeds,
  ...followUpDeeds,
  ...reviewDeeds,
  ...scoresDeeds,
  ...moveLessonDeeds,
  ...openClassDeeds,
  ...leaveDeeds,
  ...makeUpDeeds,
  ...rollCallDeeds,
  ...enrolForDeeds,
  ...inspectionDeeds,
  ...signOffDeeds,
  ...notifyDeeds,
  ...threadsDeeds,
  ...withdrawForDeeds,
};
