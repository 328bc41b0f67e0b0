import type { Config } from "./config";

/** Physical names and ARNs that follow from the configuration, so that a preview knows every link before anything exists. */
export interface Names {
  /** Project and stack: the beginning of every physical name. */
  readonly prefix: string;
  bucket(place: "primary" | "secondary" | "backup"): string;
  /** Host name of the service. */
  readonly host: string;
}

/** The physical names of a stack. */
export function namesOf(project: string, stack: string, config: Config): Names {
  const prefix = `${project}-${stack}`;
  const buckets = config.bucketPrefix === "" ? prefix : config.bucketPrefix;
  return { prefix, bucket: (place) => `${buckets}-objects-${place}`, host: `${config.hostname}.${config.domain}` };
}
