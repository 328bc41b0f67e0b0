import { Stack } from "../../analysis/graphs";
import { STRASBOURG, type Backtest } from "../model";

/** Stateless game servers, accounts at another datacentre. */
export const stateless: Backtest = {
  name: "MechWarrior Online: stateless servers, accounts elsewhere",
  event: STRASBOURG,
  modelled: "two servers at SBG launched from an image and a script; accounts in a database at GRA, backed up at WAW",
  sources: ["https://www.jeuxonline.info/actualite/59270/incendie-ovh-mechwarrior-online-rust-perdent-leurs-serveurs-europeens/"],
  stack: () => {
    const stack = new Stack("game");
    stack.ovh();
    for (const name of ["game-1", "game-2"]) stack.add("ovh:CloudProject/instance:Instance", name, { region: "SBG5", userData: "#!/bin/sh" });
    stack.add("ovh:CloudProject/database:Database", "accounts", { engine: "postgresql", nodes: [{ region: "GRA" }], backupRegions: ["GRA", "WAW"] });
    return stack.graph();
  },
  stated: { stateBackend: { provider: "ovh", region: "GRA" } },
  checks: [{ disaster: "campus:ovh/SBG", fate: { "game-1": "kept", "game-2": "kept", accounts: "kept" }, rpo: { of: "accounts", seconds: 0 } }],
  recorded: "European servers lost and made again elsewhere; no account lost; no time given",
  why: "Where the accounts stood is not recorded beyond \"another datacentre\"; GRA stands for it.",
};
