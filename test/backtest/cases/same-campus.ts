import { from, Stack } from "../../analysis/graphs";
import { STRASBOURG, type Backtest, type Fate } from "../model";

const FIRE = "campus:ovh/SBG";
const versioning = { status: "enabled" };

/** A backup server on the campus of what it backs up. */
export const backupBeside: Backtest = {
  name: "Meteociel: backup server on the same campus",
  event: STRASBOURG,
  modelled: "a bucket at SBG, replicated to a second one at SBG",
  sources: ["press of 11 March 2021"],
  stack: () => {
    const stack = new Stack("weather");
    stack.ovh();
    const backup = stack.add("ovh:CloudProject/storage:Storage", "backup", { regionName: "SBG", name: "backup", versioning });
    stack.add("ovh:CloudProject/storage:Storage", "site", {
      regionName: "SBG", name: "site", versioning, replication: { rules: [{ status: "enabled", destination: { name: "backup", region: "SBG", removeOnMainBucketDeletion: false } }] },
    }, { flows: { replication: [backup] } });
    return stack.graph();
  },
  stated: {},
  checks: [{ disaster: FIRE, fate: { site: "lost", backup: "lost" } }],
  recorded: "servers and their backup server lost, reported as not recoverable",
};

/** A backup option that was paid for, in the building of the server. */
export const backupOption: Backtest = {
  name: "Bâti Courtage: paid backup option",
  event: STRASBOURG,
  modelled: "a server at SBG5 with a daily backup workflow, which OVHcloud keeps in the server's region",
  sources: ["https://www.silicon.fr/ovhcloud-fait-appel-condamnation-rappel-faits-460246.html", "https://www.lemagit.fr/actualites/366623278/Incendie-de-2021-OVHcloud-gagne-en-appel-face-a-Bati-Courtage"],
  stack: () => {
    const stack = new Stack("broker");
    stack.ovh();
    const server = stack.add("ovh:CloudProject/instance:Instance", "site", { region: "SBG5" });
    stack.add("ovh:CloudProject/workflowBackup:WorkflowBackup", "backup-option", { regionName: "SBG5", cron: "0 3 * * *", instanceId: from(server), rotation: 7 });
    return stack.graph();
  },
  stated: {},
  checks: [{ disaster: FIRE, fate: { site: "lost" } }],
  recorded: "server and backup lost with their datacentre; 101,172 € in damages in 2023, 1,800 € on appeal in 2025",
};

/** Three name servers "for redundancy", all on one campus. */
export const nameServers: Backtest = {
  name: "A DNS provider: three name servers",
  event: STRASBOURG,
  modelled: "three dedicated servers in SBG1, SBG2 and SBG3: three buildings, one campus",
  sources: ["https://www.sami-lehtinen.net/blog/ovh-sbg2-data-center-fire"],
  stack: () => {
    const stack = new Stack("names");
    stack.ovh();
    for (const one of [1, 2, 3]) stack.add("ovh:Dedicated/server:Server", `ns${one}`, {}, { outputs: { datacenter: `sbg${one}` } });
    return stack.graph();
  },
  stated: {},
  checks: [{ disaster: FIRE, fate: Object.fromEntries([1, 2, 3].map((one) => [`ns${one}`, "lost" as Fate])) }],
  recorded: "all three gone; moved to Palo Alto and Frankfurt afterwards",
  why: "In which buildings they stood is not recorded; the fire took one and the campus was switched off whole.",
};

/** Two rooms of one datacentre. */
export const twoRooms: Backtest = {
  name: "A hosted private cloud: two rooms of one datacentre",
  event: STRASBOURG,
  modelled: "a database of two nodes at SBG with its backups at SBG",
  sources: ["https://www.hubxygen.com/post/ovhcloud-data-center-goes-up-in-flames-can-the-data-be-recovered"],
  stack: () => {
    const stack = new Stack("private-cloud");
    stack.ovh();
    stack.add("ovh:CloudProject/database:Database", "machines", { engine: "postgresql", nodes: [{ region: "SBG" }, { region: "SBG" }], backupRegions: ["SBG"] });
    return stack.graph();
  },
  stated: {},
  checks: [{ disaster: FIRE, fate: { machines: "lost" } }],
  recorded: "both rooms lost, and all data of clients without a copy of their own elsewhere",
};
