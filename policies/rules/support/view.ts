/** The graph as the analysis reads it: nodes by type, links followed, places. Built once for each graph and its settings. */
import { Context } from "../../analysis/context";
import type { Graph } from "../../graph/model";
import { isList, isRecord, isUnknown, type Value } from "../../graph/value";
import type { Settings } from "../../settings/model";

const views = new WeakMap<Graph, { readonly settings: Settings; readonly view: Context }>();

/** Shared by all rules that judge one graph, so that none of them reads it twice. */
export function viewOf({ graph, settings }: { readonly graph: Graph; readonly settings: Settings }): Context {
  const known = views.get(graph);
  if (known !== undefined && known.settings === settings) return known.view;
  const view = new Context(graph, settings);
  views.set(graph, { settings, view });
  return view;
}

/** One place within a resource's inputs. */
export type Path = readonly (string | number)[];

/**
 * The concrete paths that a pattern such as `rules[*].status` means in some inputs. A list that is not set has none; where a list
 * is not known, the path ends there.
 */
export function pathsOf(inputs: Readonly<Record<string, Value>>, pattern: string): readonly Path[] {
  let open: readonly { readonly path: Path; readonly value: Value | undefined }[] = [{ path: [], value: inputs }];
  const done: Path[] = [];
  for (const step of pattern.replace(/\[\*\]/g, ".*").split(".")) {
    const next: typeof open[number][] = [];
    for (const { path, value } of open) {
      if (isUnknown(value)) done.push(path);
      else if (step !== "*") next.push({ path: [...path, step], value: isRecord(value) ? value[step] : undefined });
      else if (isList(value)) value.forEach((entry, index) => next.push({ path: [...path, index], value: entry }));
    }
    open = next;
  }
  return [...done, ...open.map(({ path }) => path)];
}
