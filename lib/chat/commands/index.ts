/** The commands by number, and the deeds they lead to. A new command is a file and a line here. */
import type { Command, DoDeed } from './types';

export const COMMANDS: Command[] = [];

export const DEEDS: Record<string, DoDeed> = {};
