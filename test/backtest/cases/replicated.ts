import { Stack } from "../../analysis/graphs";
import { hours, STRASBOURG, type Backtest } from "../model";

/** `technical: false` is the same stack with nothing left out of the copies. */
function stack(technical: boolean) {
  const stack = new Stack("accounting");
  stack.ovh();
  stack.provider("random", "random");
  stack.add("random:index/randomBytes:RandomBytes", "own-key", { length: 32 });
  const versioning = { status: "enabled" };
  const copy = stack.add("ovh:CloudProject/storage:Storage", "documents-copy", { regionName: "GRA", name: "documents-copy", versioning });
  const local = stack.add("ovh:CloudProject/storage:Storage", "local-backups", { regionName: "SBG", name: "local-backups", versioning });
  const rule = (name: string, region: string) => ({ status: "enabled", destination: { name, region, removeOnMainBucketDeletion: false } });
  stack.add("ovh:CloudProject/storage:Storage", "documents", {
    regionName: "SBG", name: "documents", versioning, replication: { rules: [rule("documents-copy", "GRA"), rule("local-backups", "SBG")] },
  }, { flows: { replication: [copy, local] } });
  for (const [name, region] of [["application", "SBG5"], ["application-standby", "GRA11"]] as const) {
    stack.add("ovh:CloudProject/instance:Instance", name, { region, userData: "#!/bin/sh" });
  }
  stack.add("ovh:CloudProject/loadBalancer:LoadBalancer", "entry", { regionName: "SBG5" });
  if (technical) stack.add("ovh:CloudProject/containerRegistry:ContainerRegistry", "technical-elements", { region: "SBG" });
  return stack.graph();
}

const stated: Backtest["stated"] = {
  stateBackend: { provider: "ovh", region: "GRA" },
  timeToDecide: "0s",
  assumptions: [
    { mechanism: "ovh-storage-replication", rpo: "0s", reason: "the record calls the replication permanent, and nothing that was accepted was missing" },
    { mechanism: "client-switch", rto: "30h", reason: "declared on 10 March, switched by the end of the following night: about 30 h after the fire, not split further" },
    { mechanism: "restore-from-code", rto: "18h", reason: "from the degraded service to the whole one, with deposits and load distribution: 48 h less 30 h" },
  ],
};

const shared = { event: STRASBOURG, sources: ["the company's own post-mortem, which is not online"], stated, decided: "declaring is not told apart from switching: it is within the 30 h" };

/** The company that replicated: what it had copied. */
export const replicated: Backtest = {
  ...shared,
  name: "Accounting documents, 4,000 users: what was replicated",
  modelled: "documents at SBG, replicated to GRA and to local backups; servers at both, the entry point at SBG only; the key held outside",
  stack: () => stack(false),
  checks: [{ disaster: "campus:ovh/SBG", fate: { documents: "kept", "documents-copy": "kept", "local-backups": "kept", "own-key": "kept", application: "kept" }, rpo: { of: "documents", seconds: 0 }, rto: hours(48) }],
  recorded: "nothing lost; degraded service after about 30 h, all of it after 48 h",
  why: "The two stages (30 h and 18 h) are taken from the record. What follows from the stack is that there are two: no entry point stands at GRA, so one has to be built after the switch.",
};

/** The company that replicated: with what it had forgotten. */
export const forgotten: Backtest = {
  ...shared,
  name: "The same: technical elements never backed up",
  modelled: "the same stack with a registry at SBG that nothing copies",
  stack: () => stack(true),
  checks: [{ disaster: "campus:ovh/SBG", fate: { documents: "kept", "technical-elements": "lost" }, rto: hours(48) }],
  recorded: "technical elements lost and rebuilt by hand, within the 48 h",
  why: "With something lost for good the proof gives no time until everything is back: how long people take to invent it again, no graph can tell. It took them less than 48 h.",
};
