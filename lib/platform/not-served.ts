/** What no route takes: a path that is none, or a path that is there with other methods. Pure. */
import { type Refusal, refuse } from './refusal';
import type { Route } from './route';

/** Refuses `method_not_allowed` (405, naming the methods there are) where a route has this path, else `route_unknown` (404). */
export function notServed(
  path: string,
  routes: readonly Pick<Route, 'method' | 'path'>[],
): Refusal<'route_unknown' | 'method_not_allowed'> {
  const here = routes.filter((route) => fits(route.path, path)).map((route) => route.method);
  return here.length > 0 ? refuse('method_not_allowed', { allow: here.join(', ') }) : refuse('route_unknown');
}

/** `/v1/classes/{class_id}` fits `/v1/classes/A17`; a literal part fits only itself. */
function fits(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith('{') ? given[i] !== '' : part === given[i]))
  );
}
