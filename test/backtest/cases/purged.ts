import { Stack } from "../../analysis/graphs";
import { STRASBOURG, type Backtest } from "../model";

const versioning = { status: "enabled" };
const to = (name: string, region: string) => ({ status: "enabled", destination: { name, region, removeOnMainBucketDeletion: false } });

/** A backup that outlived the fire and then its own purge script did not let live. */
export const purged: Backtest = {
  name: "BluePad: the surviving backup, purged",
  event: STRASBOURG,
  modelled: "production at SBG, one copy beside it, one out of the fire's reach (GRA stands for it) that a script may empty",
  sources: ["https://www.lemondeinformatique.fr/actualites/lire-exclusif-incendie-ovh-strasbourg-2e-condamnation-a-pres-de-145-000eteuro-89858.html", "court reports"],
  stack: () => {
    const stack = new Stack("building-sites");
    stack.ovh();
    const beside = stack.add("ovh:CloudProject/storage:Storage", "backup-beside", { regionName: "SBG", name: "backup-beside", versioning });
    const mutable = stack.add("ovh:CloudProject/storage:Storage", "backup-mutable", { regionName: "GRA", name: "backup-mutable", versioning });
    stack.add("ovh:CloudProject/storage:Storage", "production", {
      regionName: "SBG", name: "production", versioning, replication: { rules: [to("backup-beside", "SBG"), to("backup-mutable", "GRA")] },
    }, { flows: { replication: [beside, mutable] } });
    return stack.graph();
  },
  stated: {},
  checks: [
    { disaster: "campus:ovh/SBG", fate: { production: "kept" } },
    { disaster: "operator-error", fate: { production: "lost" } },
  ],
  recorded: "production and backup server, believed to be in SBG1 and SBG2, both burned in SBG2; a further backup outlived the fire, then a purge script erased it when its machine was started again: all lost; 144,836 € in damages",
  why: "The fire and the purge are two disasters. The proof keeps the data in the first and loses it in the second, because nothing but a mutable copy was left; fire and purge together lost it in 2021.",
};
