/** The flows by name. A new one is a file, a line here or in later.ts, and the wish that leads to it (enter.ts). */
import type { Flow, FlowName } from '../types';
import { browse } from './browse';
import { myClasses } from './my-classes';
import { signUp } from './sign-up';
import { site } from './site';

/** All flows; those of the part that is loaded later are in it once `need` (need.ts) has brought them. */
export const FLOWS = {
  sign_up: signUp,
  browse,
  my_classes: myClasses,
  site,
} as Record<FlowName, Flow>;
