/** The flows by name. A new one is a file, a line here, and the wish that leads to it (decide.ts). */
import type { Flow, FlowName } from '../types';
import { browse } from './browse';
import { erase } from './erase';
import { myClasses } from './my-classes';
import { offer } from './offer';
import { profile } from './profile';
import { signUp } from './sign-up';
import { site } from './site';
import { topics } from './topics';

export const FLOWS: Record<FlowName, Flow> = {
  sign_up: signUp,
  browse,
  my_classes: myClasses,
  profile,
  topics,
  erase,
  offer,
  site,
};
