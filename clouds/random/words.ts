/** Words that pet names are made of: as many traits as names. */
export const TRAITS: readonly string[] = ["brave", "calm", "clever", "eager", "fair", "gentle", "happy", "keen", "kind", "lively", "merry", "patient", "quick", "steady", "tidy", "warm"];
export const NAMES: readonly string[] = ["badger", "beaver", "crane", "falcon", "ferret", "heron", "lynx", "marten", "otter", "owl", "panda", "raven", "robin", "seal", "stork", "swan"];
