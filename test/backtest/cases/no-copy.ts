import { Stack } from "../../analysis/graphs";
import { STRASBOURG, type Backtest, type Fate } from "../model";

const names = Array.from({ length: 25 }, (_, index) => `game-${index + 1}`);

/** Twenty-five game servers without any copy elsewhere. */
export const noCopy: Backtest = {
  name: "Rust: 25 game servers",
  event: STRASBOURG,
  modelled: "25 dedicated servers at SBG2, no copy",
  sources: ["https://www.kotaku.com.au/2021/03/major-data-centre-fire-takes-rust-servers-chess-network-offline/"],
  stack: () => {
    const stack = new Stack("game");
    stack.ovh();
    for (const name of names) stack.add("ovh:Dedicated/server:Server", name, {}, { outputs: { datacenter: "sbg2" } });
    return stack.graph();
  },
  stated: {},
  checks: [{ disaster: "campus:ovh/SBG", fate: Object.fromEntries(names.map((name) => [name, "lost" as Fate])) }],
  recorded: "all lost, not recoverable; servers replaced within days, empty",
};
